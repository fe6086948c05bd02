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

  /// The place of visits whose place is not kept: homes, and places the source did not name.
  package static let noPlace: UInt64 = 0

  /// Makes a visit; `traits` default to those of the category.
  package init(
    id: UInt64, place: UInt64, arrive: Int64, leave: Int64? = nil, coordinate: CoarseCoordinate? = nil,
    category: JourneyCategory, traits: PlaceTraits? = nil, priceTier: UInt8? = nil, firstVisitHint: Bool? = nil
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
  }
}
