/// The registered zones and items of a region: a public map, never fitted on people. Positions in it are what sums are
/// kept by.
///
/// Source: decisions.md, "Places and items", and affinity.md 2.
package struct ZoneMap: Sendable, Hashable {
  /// A registered zone: a district, or a cell of a grid.
  package struct Zone: Sendable, Hashable {
    /// Its id, public.
    package let id: String
    /// Position of the area it belongs to; `nil` for a zone that belongs to none.
    package let area: Int?

    /// A zone of an area.
    package init(id: String, area: Int?) {
      self.id = id
      self.area = area
    }
  }

  /// A registered item: a retail venue, or what partners sell.
  package struct Item: Sendable, Hashable {
    /// Its id, public.
    package let id: String
    /// Position of the zone it stands in; `nil` for one that stands in none.
    package let zone: Int?

    /// An item that stands in a zone.
    package init(id: String, zone: Int?) {
      self.id = id
      self.zone = zone
    }
  }

  /// The zones in registered order, at least one.
  package let zones: [Zone]
  /// Ids of the areas in registered order.
  package let areas: [String]
  /// The items in registered order.
  package let items: [Item]
  private let zonePositions: [String: Int]
  private let itemPositions: [String: Int]

  /// The most zones of a region.
  package static let mostZones = 256
  /// The most items of a region.
  package static let mostItems = 20_000

  /// A map of zones, areas and items.
  ///
  /// - Throws: `ZoneMapError` where there are too many or no zones, an id comes twice, or a position leads nowhere.
  package init(zones: [Zone], areas: [String], items: [Item]) throws(ZoneMapError) {
    guard (1...Self.mostZones).contains(zones.count) else { throw .count("zones", zones.count, 1...Self.mostZones) }
    guard items.count <= Self.mostItems else { throw .count("items", items.count, 0...Self.mostItems) }
    zonePositions = try Self.positions(of: zones.map(\.id), kind: "zone")
    itemPositions = try Self.positions(of: items.map(\.id), kind: "item")
    _ = try Self.positions(of: areas, kind: "area")
    if let lost = zones.first(where: { !Self.leads($0.area, into: areas.count) }) { throw .nowhere("zone", lost.id) }
    if let lost = items.first(where: { !Self.leads($0.zone, into: zones.count) }) { throw .nowhere("item", lost.id) }
    self.zones = zones
    self.areas = areas
    self.items = items
  }

  /// Position of a zone; `nil` for an id that is not registered.
  package func zone(_ id: String) -> Int? { zonePositions[id] }

  /// Position of an item; `nil` for an id that is not registered.
  package func item(_ id: String) -> Int? { itemPositions[id] }

  /// Whether it says where items stand: then what is near explains a part of what people like.
  package var placesItems: Bool { !areas.isEmpty && items.contains { $0.zone != nil } }

  private static func positions(of ids: [String], kind: String) throws(ZoneMapError) -> [String: Int] {
    var positions: [String: Int] = [:]
    for (position, id) in ids.enumerated() {
      guard positions.updateValue(position, forKey: id) == nil else { throw .twice(kind, id) }
    }
    return positions
  }

  private static func leads(_ position: Int?, into count: Int) -> Bool {
    position.map { (0..<count).contains($0) } ?? true
  }
}

/// Why zones, areas and items are no map.
package enum ZoneMapError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There are too few or too many of something.
  case count(String, Int, ClosedRange<Int>)
  /// An id of a kind was registered twice.
  case twice(String, String)
  /// A zone belongs to an area, or an item stands in a zone, that there is not.
  case nowhere(String, String)

  /// What is wrong, where, and what is allowed.
  package var description: String {
    switch self {
    case .count(let kind, let count, let allowed):
      "\(count) \(kind); \(allowed.lowerBound) to \(allowed.upperBound) are allowed"
    case .twice(let kind, let id): "\(kind) '\(id)' is registered twice; ids of a region are different"
    case .nowhere(let kind, let id):
      "\(kind) '\(id)' names \(kind == "zone" ? "an area" : "a zone") that is not registered"
    }
  }
}
