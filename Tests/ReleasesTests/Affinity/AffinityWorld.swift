import EngineFixtures
import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Releases

/// A region of which it is known how much more than everybody the people of each zone like each item.
///
/// Everybody lives in a zone, visits it most, and four more, and adopts one item of each of five shelves, as its weights
/// say. What is adopted is thus expected exactly.
struct AffinityWorld {
  /// What people like.
  enum Liking: CaseIterable {
    /// The same everywhere.
    case nothing
    /// Some items of their own, up to eight times as much.
    case taste
    /// What stands near them; the map says where items stand.
    case nearness
  }

  /// How many zones and items there are, of people whose number stays the same.
  struct Size: CustomTestStringConvertible {
    let zones: Int
    let items: Int

    var testDescription: String { "\(zones) zones, \(items) items" }

    /// Eight units of each cell are expected.
    static let dense = Size(zones: 12, items: 100)
    /// Two.
    static let usual = Size(zones: 24, items: 240)
    /// As many as Jakarta has; less than one half.
    static let sparse = Size(zones: 48, items: 500)
  }

  private static let shelves = 5
  let size: Size
  let map: ZoneMap
  /// By zone and item: the lift of a release without noise and of endlessly many people.
  let truth: [[Double]]
  /// For each home and shelf, its items with the sum of weights up to each.
  private let shelved: [[[(item: Int, upTo: Double)]]]

  init(_ liking: Liking, _ size: Size) throws {
    let (zones, items) = (size.zones, size.items)
    self.size = size
    map = try ZoneMap(
      zones: (0..<zones).map { .init(id: "z\($0)", area: $0 / 4) }, areas: (0..<zones / 4).map { "a\($0)" },
      items: (0..<items).map { .init(id: "i\($0)", zone: liking == .nearness ? $0 * 7 % zones : nil) })
    let weights = (0..<zones).map { home in
      (0..<items).map { item in
        let standing = item * 7 % zones
        let nearness = standing == home ? 9.0 : standing / 4 == home / 4 ? 2 : 1
        let taste = [1, 1, 1, 0.5, 1.5, 1, 2.5, 1, 1, 0.7, 8][(item * 5 + home * 3) % 11]
        return Self.popularity(item) * (liking == .nearness ? nearness : liking == .taste ? taste : 1)
      }
    }
    shelved = weights.map { weights in
      (0..<Self.shelves).map { shelf in
        let whole = weights.indices.filter { $0 % Self.shelves == shelf }
        let all = whole.reduce(0) { $0 + weights[$1] }
        var sum = 0.0
        return whole.map { item in
          sum += weights[item] / all
          return (item, sum)
        }
      }
    }
    truth = Self.lifts(Self.chances(shelved, items))
  }

  /// Not all items are liked alike: the tenth of a shelf half as much as its first.
  private static func popularity(_ item: Int) -> Double { 1 / (1 + Double(item / shelves) / 10) }

  /// Visits by zone of somebody who lives in one.
  private static func visits(home: Int, _ zones: Int) -> [Int] {
    (0..<zones).map { $0 == home ? 60 : [1, 5, 9, 13].contains(($0 + zones - home) % zones) ? 2 : 0 }
  }

  /// How likely somebody of a home adopts each item.
  private static func chances(_ shelved: [[[(item: Int, upTo: Double)]]], _ items: Int) -> [[Double]] {
    shelved.map { shelves in
      var chances = [Double](repeating: 0, count: items)
      for shelf in shelves {
        var before = 0.0
        for (item, upTo) in shelf { (chances[item], before) = (upTo - before, upTo) }
      }
      return chances
    }
  }

  private static func lifts(_ chances: [[Double]]) -> [[Double]] {
    let (zones, items) = (chances.count, chances.first?.count ?? 0)
    var sums = Array(repeating: [Double](repeating: 0, count: items), count: zones)
    for home in 0..<zones {
      let weights = visits(home: home, zones).map { AffinityFamily.weight(ofVisits: Double($0)) }
      for zone in 0..<zones { for item in 0..<items { sums[zone][item] += weights[zone] * chances[home][item] } }
    }
    let rows = sums.map { $0.reduce(0, +) }
    let columns = (0..<items).map { item in sums.reduce(0) { $0 + $1[item] } }
    let all = rows.reduce(0, +)
    return sums.indices.map { zone in columns.indices.map { sums[zone][$0] * all / (rows[zone] * columns[$0]) } }
  }

  /// The exact sums of so many people, drawn anew.
  func draw(_ people: Int, _ random: inout SeededBitsForTesting) throws -> AffinityAccumulator {
    var sums = AffinityAccumulator(map: map)
    for person in 0..<people {
      let home = person % size.zones
      let adopted = shelved[home].map { shelf in
        let place = ReleaseFixtures.unit(&random)
        return shelf.first { place < $0.upTo }?.item ?? shelf[shelf.count - 1].item
      }
      try sums.add(AffinityContribution(visits: Self.visits(home: home, size.zones), items: adopted, map: map))
    }
    return sums
  }

  /// Draws a release of a charge and reads it.
  func release(
    _ sums: AffinityAccumulator, nanoRho: Int64, _ random: inout SeededBitsForTesting
  ) throws -> AffinityEstimates {
    guard let family = AffinityFamily(map: map, nanoRho: nanoRho, floor: 100) else { throw AffinityError.overBound }
    return try AffinityEstimates(
      map: map, cells: family.cells.release(sums.cells, using: &random).map { Int32(clamping: $0) },
      counts: family.counts.release(sums.counts, using: &random), sigmaSquared: Double(family.cells.sigmaSquared),
      threshold: family.threshold)
  }
}
