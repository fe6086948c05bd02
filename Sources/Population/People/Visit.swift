import Glibc

/// One visit to a place: a row of kind `visit`.
package struct Visit: Sendable, Hashable {
  /// Row id, unique within the person; the same visit delivered twice has the same id.
  package var id: UInt64
  /// Pseudonym of the place, or `noPlace`.
  package var place: UInt64
  /// First moment inside.
  package var arrive: Int64
  /// Last moment inside, when it was measured.
  package var leave: Int64?
  /// Where, to 0.01 degree; `nil` where it is not known or was dropped.
  package var coordinate: CoarseCoordinate?
  /// Category of the place.
  package var category: JourneyCategory
  /// What the place is like.
  package var traits: PlaceTraits
  /// Price tier of the place, 1 (low) to 4 (high); `nil` when not known.
  package var priceTier: UInt8?
  /// What the source said of it being the first visit; `nil` when it did not say.
  package var firstVisitHint: Bool?
  /// Its place among the person's visits of the same moment: coarse clocks give many visits one time, and only their
  /// source knows which came first. An import counts from 0; recorded visits are numbered from 1 as they come in, all
  /// people's together.
  package var sequence: UInt32

  /// The place of visits whose place is not kept: homes, and places the source did not name.
  package static let noPlace: UInt64 = 0

  /// Makes a visit; `traits` default to those of the category.
  package init(
    id: UInt64, place: UInt64, arrive: Int64, leave: Int64? = nil, coordinate: CoarseCoordinate? = nil,
    category: JourneyCategory, traits: PlaceTraits? = nil, priceTier: UInt8? = nil, firstVisitHint: Bool? = nil,
    sequence: UInt32 = 0
  ) {
    self.id = id
    self.place = place
    self.arrive = arrive
    self.leave = leave
    self.coordinate = coordinate
    self.category = category
    self.traits = traits ?? category.traits
    self.priceTier = priceTier
    self.firstVisitHint = firstVisitHint
    self.sequence = sequence
  }
}

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
