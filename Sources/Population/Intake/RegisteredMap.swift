/// The public map of a region as it is registered: its zones and items, and which zone a visit counts for.
///
/// Visits and adoptions name places and items by their numbers. Retail is what people are said to like, so that a visit to
/// an item counts for no zone.
///
/// Source: decisions.md, "Places and items", and affinity.md 2.
package struct RegisteredMap: Sendable, Hashable {
  /// The zones, areas and items.
  package let map: ZoneMap
  /// Position of the zone that a visit to a place counts for, by the place's number; items are not among the places.
  package let zoneOfPlace: [UInt64: Int]
  /// Positions of the items by their numbers.
  private let itemPositions: [UInt64: Int]

  /// A map with places in its zones; places that are items are left out.
  ///
  /// - Throws: `ZoneMapError.nowhere` where a place stands in a zone that there is not.
  package init(map: ZoneMap, zoneOfPlace: [UInt64: Int]) throws(ZoneMapError) {
    if let lost = zoneOfPlace.first(where: { !map.zones.indices.contains($0.value) }) {
      throw .nowhere("place", "\(lost.key)")
    }
    let items = Dictionary(
      map.items.enumerated().map { (PublicID.place($1.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    self.map = map
    itemPositions = items
    self.zoneOfPlace = zoneOfPlace.filter { items[$0.key] == nil && $0.key != Visit.noPlace }
  }

  /// Position of the item of a number; `nil` for one that is not registered.
  package func item(_ number: UInt64) -> Int? { itemPositions[number] }

  /// Numbers of all places and items that it registers, ascending.
  package var places: [UInt64] { (Array(zoneOfPlace.keys) + Array(itemPositions.keys)).sorted() }
}
