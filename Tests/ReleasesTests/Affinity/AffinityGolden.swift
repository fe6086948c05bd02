import Cryptography
import Foundation
import Population

@testable import Releases

/// People, releases and lifts that were computed by another program.
struct AffinityGolden: Decodable {
  /// One person's rows and what they add.
  struct Person: Decodable {
    var visits: [String: Int]
    var adoptions: [Int]
    var cells: [[Int64]]
    var zones: [Int]
    /// Areas.
    var regions: [Int]
  }

  /// A customer's shares and the lifts.
  struct Row: Decodable {
    var shares: String
    var vector: [String: Double]
    var withheld: String?
    var zones: Int
    var lift: [Double]
    var low: [Double]?
    var high: [Double]?
  }

  /// Exact sums with noise that is given.
  struct Release: Decodable {
    var name: String
    var zones: Int
    var publicMap: Bool
    var exactA: [[Int64]]
    var exactCounts: [Int64]
    var nanoRho: Int64
    var sigma: Double
    var noiseA: [[Int64]]
    var noiseCounts: [Int64]
    var rows: [Row]
  }

  var nanoRho: Int64
  var floor: Int64
  var zones: Int
  var items: Int
  /// Area of each zone.
  var region: [Int]
  /// Zone of each item, negative for none.
  var itemZone: [Int]
  var bound: Int64
  var people: [Person]
  var releases: [Release]

  /// The folder of the package, found from this file.
  private static let packageRoot = #filePath.split(separator: "/").dropLast(4).reduce("") { $0 + "/" + $1 }
  /// A small part that ships with the tests, and the whole, which a clone has not.
  static let files: [String: String] = [
    "own": packageRoot + "/Tests/ReleasesTests/Fixtures/golden_affinity.json",
    "shared": (ProcessInfo.processInfo.environment["SPOTS_SHARED"] ?? packageRoot + "/../shared")
      + "/reference/golden_affinity.json",
  ]

  /// Reads one of them; `nil` when it is not here.
  static func read(_ name: String) throws -> AffinityGolden? {
    guard let path = files[name], let data = FileManager.default.contents(atPath: path) else { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(AffinityGolden.self, from: data)
  }

  /// The map, or one of as many zones without areas and places of items.
  func map(zones: Int? = nil, isPublic: Bool = true) throws -> ZoneMap {
    try ZoneMap(
      zones: (0..<(zones ?? self.zones)).map { .init(id: "z\($0)", area: isPublic ? region[$0] : nil) },
      areas: isPublic ? (0...(region.max() ?? 0)).map { "r\($0)" } : [],
      items: itemZone.enumerated().map { .init(id: "i\($0)", zone: isPublic && $1 >= 0 ? $1 : nil) })
  }

  /// What a person adds; ids that are not registered are left out first, items come in the keyed order.
  func contribution(of number: Int, to map: ZoneMap) -> AffinityContribution {
    let visits = map.zones.indices.map { people[number].visits["\($0)"] ?? 0 }
    let known = Set(people[number].adoptions.filter(map.items.indices.contains))
    let ranked = known.map { (rank: Self.rank(number, $0), item: $0) }.sorted { $0 < $1 }
    return AffinityContribution(visits: visits, items: ranked.map(\.item), map: map)
  }

  static func rank(_ person: Int, _ item: Int) -> UInt64 {
    SHA256.digest(Array("golden|\(person)|\(item)".utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension AffinityGolden.Release {
  /// What is read of the release under its map.
  func estimates(_ golden: AffinityGolden) throws -> AffinityEstimates {
    let deviation = sigma * Double(AffinityFamily.granulesPerUnit)
    return try AffinityEstimates(
      map: golden.map(zones: zones, isPublic: publicMap),
      cells: zip(exactA.joined(), noiseA.joined()).map { Int32($0 + $1) },
      counts: zip(exactCounts, noiseCounts).map { $0 + $1 }, sigmaSquared: deviation * deviation,
      threshold: golden.floor)
  }
}
