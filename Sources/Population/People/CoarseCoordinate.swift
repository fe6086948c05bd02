/// A coordinate quantised to 0.01 degree, about a kilometre: the finest position that is ever stored.
package struct CoarseCoordinate: Sendable, Hashable {
  /// Latitude in hundredths of a degree, -9,000...9,000.
  package let latitude: Int16
  /// Longitude in hundredths of a degree, -18,000..<18,000.
  package let longitude: Int16

  /// Makes a coordinate from hundredths of a degree; `nil` outside the globe. Longitude 18,000 becomes -18,000.
  package init?(latitude: Int, longitude: Int) {
    guard (-9_000...9_000).contains(latitude), (-18_000...18_000).contains(longitude) else { return nil }
    self.latitude = Int16(latitude)
    self.longitude = Int16(longitude == 18_000 ? -18_000 : longitude)
  }

  /// Quantises a position in degrees; `nil` when it is not a finite position on the globe.
  package init?(latitudeDegrees: Double, longitudeDegrees: Double) {
    guard abs(latitudeDegrees) <= 90, abs(longitudeDegrees) <= 180 else { return nil }
    self.init(latitude: Int((latitudeDegrees * 100).rounded()), longitude: Int((longitudeDegrees * 100).rounded()))
  }

  /// The position as a point on the unit sphere.
  package var position: GeographicPosition {
    GeographicPosition(latitudeDegrees: Double(latitude) / 100, longitudeDegrees: Double(longitude) / 100)
  }
}
