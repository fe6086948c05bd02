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
  /// The numbers of its places and items by those that they were recorded under before they were registered.
  package let earlier: [UInt64: UInt64]
  /// Positions of the items by their numbers.
  private let itemPositions: [UInt64: Int]

  /// A map with places in its zones; places that are items are left out.
  ///
  /// - Parameter earlier: Numbers of places and items by those that they had before; what is not in the map is left out.
  /// - Throws: `ZoneMapError.nowhere` where a place stands in a zone that there is not.
  package init(
    map: ZoneMap, zoneOfPlace: [UInt64: Int], earlier: [UInt64: UInt64] = [:]
  ) throws(ZoneMapError) {
    if let lost = zoneOfPlace.first(where: { !map.zones.indices.contains($0.value) }) {
      throw .nowhere("place", "\(lost.key)")
    }
    let items = Dictionary(
      map.items.enumerated().map { (PublicID.place($1.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    self.map = map
    itemPositions = items
    let places = zoneOfPlace.filter { items[$0.key] == nil && $0.key != Visit.noPlace }
    self.zoneOfPlace = places
    self.earlier = earlier.filter { places[$0.value] != nil || items[$0.value] != nil }
  }

  /// The same map, which knows its places and items by numbers too that they were recorded under before.
  package func recognising(_ numbers: [UInt64: UInt64]) throws(ZoneMapError) -> RegisteredMap {
    try RegisteredMap(map: map, zoneOfPlace: zoneOfPlace, earlier: earlier.merging(numbers) { $1 })
  }

  /// The number of a place or an item, whether it was recorded before or after it was registered.
  package func number(_ recorded: UInt64) -> UInt64 { earlier[recorded] ?? recorded }

  /// Position of the item of a number; `nil` for one that is not registered.
  package func item(_ number: UInt64) -> Int? { itemPositions[self.number(number)] }

  /// Position of the zone that a visit to the place of a number counts for; `nil` where it counts for none.
  package func zone(ofPlace number: UInt64) -> Int? { zoneOfPlace[self.number(number)] }

  /// Numbers of all places and items that it registers, ascending.
  package var places: [UInt64] { (Array(zoneOfPlace.keys) + Array(itemPositions.keys)).sorted() }
}
