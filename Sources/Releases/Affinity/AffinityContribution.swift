package import Population
import Privacy

/// What one person adds to the affinity sums of a region, bounded: their own rows only.
///
/// Source: affinity.md 2.
package struct AffinityContribution: Sendable, Hashable {
  /// A cell of zones by items.
  package struct Cell: Sendable, Hashable {
    /// Position of the zone.
    package let zone: Int
    /// Position of the item.
    package let item: Int
    /// What is added to it, positive.
    package let granules: Int64
  }

  /// The cells that are not zero, by zone and item: none without visits or without items.
  package let cells: [Cell]
  /// Positions of the zones the person is counted in, ascending.
  package let zones: [Int]
  /// Positions of the areas the person is counted in, ascending.
  package let areas: [Int]

  /// The contribution of a person.
  ///
  /// - Parameters:
  ///   - visits: Number of visits outside retail by position of the zone, as many as the map has.
  ///   - items: Positions of the adopted items, the first in the keyed order first; what comes again counts once.
  package init(visits: [Int], items: [Int], map: ZoneMap) {
    zones = Self.most(visits, AffinityFamily.zonesAPerson)
    var inArea = [Int](repeating: 0, count: map.areas.count)
    for (zone, count) in zip(map.zones, visits) {
      if let area = zone.area { inArea[area] += count }
    }
    areas = Self.most(inArea, AffinityFamily.areasAPerson)
    var seen = Set<Int>()
    let own = items.filter { seen.insert($0).inserted }.prefix(AffinityFamily.itemsAPerson).sorted()
    let shares = Self.unit(zones.map { Double(visits[$0]) })
    cells = own.isEmpty ? [] : Self.cells(zip(zones, shares), own)
  }

  /// The square of its length, in granules squared.
  package var lengthSquared: Int64 { cells.reduce(0) { $0 + $1.granules * $1.granules } }

  /// The positions of the greatest counts above zero, equal ones by position, ascending.
  private static func most(_ counts: [Int], _ number: Int) -> [Int] {
    counts.indices.filter { counts[$0] > 0 }.sorted { (-counts[$0], $0) < (-counts[$1], $1) }.prefix(number).sorted()
  }

  /// `log(1 + visits)` of each zone, scaled to length 1.
  private static func unit(_ visits: [Double]) -> [Double] {
    let weights = visits.map { AffinityFamily.weight(ofVisits: $0) }
    let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return weights.map { $0 / length }
  }

  /// The products of zones and items, each rounded to the nearest granule, halves up.
  private static func cells(_ zones: Zip2Sequence<[Int], [Double]>, _ items: [Int]) -> [Cell] {
    let item = 1 / Double(items.count).squareRoot()
    return zones.flatMap { zone, share in
      items.map { position in
        let granules = (share * item * Double(AffinityFamily.granulesPerUnit) + 0.5).rounded(.down)
        return Cell(zone: zone, item: position, granules: Int64(granules))
      }
    }
  }
}

/// The exact affinity sums of a region while an epoch is computed. They never leave the epoch job.
package struct AffinityAccumulator: Sendable {
  /// The public map of zones and items.
  package let map: ZoneMap
  /// Sums of zones by items in granules, the items of a zone one after the other.
  package private(set) var cells: [Int64]
  /// Number of people of every zone, then of every area.
  package private(set) var counts: [Int64]
  private let boundSquared: UInt64

  /// Sums of nobody.
  package init(map: ZoneMap) {
    self.map = map
    cells = Array(repeating: 0, count: map.zones.count * map.items.count)
    counts = Array(repeating: 0, count: map.zones.count + map.areas.count)
    boundSquared =
      AffinityStatistic.zonesByItems.bound(zones: map.zones.count, areas: map.areas.count).l2Squared ?? 0
  }

  /// Adds a person, once.
  ///
  /// - Throws: `AffinityError` when the contribution is longer than what is charged: the run must not go on.
  package mutating func add(_ person: AffinityContribution) throws(AffinityError) {
    guard person.lengthSquared <= boundSquared else { throw .overBound }
    for cell in person.cells { cells[cell.zone * map.items.count + cell.item] += cell.granules }
    for zone in person.zones { counts[zone] += 1 }
    for area in person.areas { counts[map.zones.count + area] += 1 }
  }
}

/// Why affinity sums cannot be made or read.
package enum AffinityError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A person would add more than the bound that is charged.
  case overBound
  /// Released sums do not have the shape of their map.
  case shape(String)

  /// What is wrong.
  package var description: String {
    switch self {
    case .overBound: "a person adds more to the affinity sums than the bound that is charged; nothing was released"
    case .shape(let reason): "a release of affinity does not fit its map: \(reason)"
    }
  }
}
