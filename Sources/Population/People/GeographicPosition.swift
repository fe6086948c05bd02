import Glibc

/// A position on the globe, in degrees, and the great-circle geometry over it.
package struct GeographicPosition: Sendable, Hashable {
  /// Latitude in degrees, -90...90.
  package let latitudeDegrees: Double
  /// Longitude in degrees, -180...180.
  package let longitudeDegrees: Double

  /// Mean radius of the Earth in kilometres.
  package static let earthRadius = 6_371.0

  /// Makes a position from degrees.
  package init(latitudeDegrees: Double, longitudeDegrees: Double) {
    self.latitudeDegrees = latitudeDegrees
    self.longitudeDegrees = longitudeDegrees
  }

  /// The position of a direction from the centre of the Earth; `nil` for the zero vector, which has none.
  package init?(unitVector: SIMD3<Double>) {
    guard (unitVector * unitVector).sum() > 0 else { return nil }
    latitudeDegrees = atan2(unitVector.z, hypot(unitVector.x, unitVector.y)) * 180 / .pi
    longitudeDegrees = atan2(unitVector.y, unitVector.x) * 180 / .pi
  }

  /// The direction from the centre of the Earth, of length 1.
  package var unitVector: SIMD3<Double> {
    let latitude = latitudeDegrees * .pi / 180
    let longitude = longitudeDegrees * .pi / 180
    return SIMD3(cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude))
  }

  /// Great-circle distance in kilometres by the haversine formula.
  package func distance(to other: GeographicPosition) -> Double {
    let latitude = latitudeDegrees * .pi / 180
    let otherLatitude = other.latitudeDegrees * .pi / 180
    let halfLatitude = sin((otherLatitude - latitude) / 2)
    let halfLongitude = sin((other.longitudeDegrees - longitudeDegrees) * .pi / 360)
    let chord = halfLatitude * halfLatitude + cos(latitude) * cos(otherLatitude) * halfLongitude * halfLongitude
    return 2 * Self.earthRadius * asin(min(1, chord.squareRoot()))
  }
}
