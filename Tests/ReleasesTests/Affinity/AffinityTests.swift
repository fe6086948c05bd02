import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Releases

@Suite("affinity: what people of a place like", .timeLimit(.minutes(2)))
struct AffinityTests {
  @Test("what golden people add, and their sums, agree to the granule", arguments: ["own", "shared"])
  func contributions(source: String) throws {
    guard let golden = try golden(source) else { return }
    let map = try golden.map()
    var sums = AffinityAccumulator(map: map)
    for (number, person) in golden.people.enumerated() {
      let contribution = golden.contribution(of: number, to: map)
      #expect(contribution.cells.map { [Int64($0.zone), Int64($0.item), $0.granules] } == person.cells)
      #expect(contribution.zones == person.zones && contribution.areas == person.regions)
      try sums.add(contribution)
    }
    guard source == "shared", let release = golden.releases.first else { return }
    #expect(sums.cells == Array(release.exactA.joined()) && sums.counts == release.exactCounts)
    let bound = AffinityStatistic.zonesByItems.bound(zones: golden.zones, areas: 0).l2Squared
    #expect(bound == UInt64(golden.bound * golden.bound))
  }

  @Test("lifts and intervals of golden releases agree to 1e-9", arguments: ["own", "shared"])
  func lifts(source: String) throws {
    guard let golden = try golden(source) else { return }
    for release in golden.releases {
      let estimates = try release.estimates(golden)
      for row in release.rows {
        let shares = Dictionary(row.vector.map { (Int($0) ?? -1, $1) }) { first, _ in first }
        let answer = estimates.lift(ofItems: Array(0..<golden.items), shares: shares)
        #expect(answer.withheld?.rawValue == row.withheld, "\(release.name), \(row.shares)")
        guard let values = answer.values else { continue }
        #expect(answer.openZones == row.zones)
        #expect(isClose(values.map(\.lift), row.lift), "\(release.name), \(row.shares)")
        #expect(isClose(values.map(\.ci95.lowerBound), row.low ?? []))
        #expect(isClose(values.map(\.ci95.upperBound), row.high ?? []))
      }
    }
  }

  @Test("nobody moves the cells by more than 65,541 granules or the counts by more than the root of 11")
  func bounds() throws {
    var random = SeededBitsForTesting(seed: 7)
    let map = try world(zones: 12, items: 30)
    #expect(AffinityStatistic.zonesByItems.bound(zones: 12, areas: 3).l2Squared == 65_541 * 65_541)
    #expect(AffinityStatistic.peopleOfZones.bound(zones: 12, areas: 3).l2Squared == 11)
    for _ in 0..<2_000 {
      let visits = map.zones.map { _ in random.below(3) == 0 ? 0 : Int(random.below(1_000_000)) }
      let items = (0..<random.below(200)).map { _ in Int(random.below(30)) }
      let person = AffinityContribution(visits: visits, items: items, map: map)
      #expect(person.lengthSquared <= 65_541 * 65_541)
      #expect(person.zones.count + person.areas.count <= 11)
      #expect(Set(person.cells.map(\.item)).count <= 10 && Set(person.cells.map(\.zone)).count <= 8)
    }
  }

  @Test("whose rows are outside every zone, or who adopted nothing, adds to counts alone")
  func nothing() throws {
    let map = try world(zones: 4, items: 5)
    let stranger = AffinityContribution(visits: [0, 0, 0, 0], items: [1, 2], map: map)
    #expect(stranger.cells.isEmpty && stranger.zones.isEmpty && stranger.areas.isEmpty)
    let walker = AffinityContribution(visits: [0, 3, 0, 9], items: [], map: map)
    #expect(walker.cells.isEmpty && walker.zones == [1, 3] && walker.areas == [0, 1])
  }

  @Test("zones and areas count from the floor and 5.612 standard deviations of the noise on")
  func floor() throws {
    let map = try world(zones: 48, items: 10)
    let family = try #require(AffinityFamily(map: map, nanoRho: 185_069_840, floor: 100))
    #expect(family.counts.l2Squared == 10 && family.threshold == 100 + 131)
    #expect(family.cells.nanoRho.map { $0 <= 185_069_840 - 9_253_492 } == true)
    let total = (family.cells.nanoRho ?? 0) + (family.counts.nanoRho ?? 0)
    #expect(total <= 185_069_840 && total > 185_000_000)
  }

  @Test("where nobody likes anything more than others the interval holds 1; what is planted is found, in its order")
  func planted() throws {
    let even = try release(liking: [1, 1, 1])
    let held = even.flatMap { $0 }.count { $0.ci95.contains(1) }
    #expect(Double(held) >= 0.99 * 120)
    let uneven = try release(liking: [1, 2, 4])
    let means = (0..<3).map { level in
      let values = uneven.indices.map { uneven[$0][($0 * 10 + level) % 30].lift }
      return values.reduce(0, +) / Double(values.count)
    }
    #expect(means[0] < means[1] && means[1] < means[2])
  }

  @Test("a map refuses ids that come twice, positions that lead nowhere, and too many")
  func maps() {
    let zone = ZoneMap.Zone(id: "a", area: nil)
    #expect(throws: ZoneMapError.twice("zone", "a")) { try ZoneMap(zones: [zone, zone], areas: [], items: []) }
    #expect(throws: ZoneMapError.nowhere("item", "x")) {
      try ZoneMap(zones: [zone], areas: [], items: [.init(id: "x", zone: 1)])
    }
    #expect(throws: ZoneMapError.nowhere("zone", "b")) {
      try ZoneMap(zones: [.init(id: "b", area: 0)], areas: [], items: [])
    }
    #expect(throws: ZoneMapError.count("zones", 0, 1...256)) { try ZoneMap(zones: [], areas: [], items: []) }
  }

  @Test("released sums that do not fit their map are refused")
  func shapes() throws {
    let map = try world(zones: 4, items: 5)
    #expect(throws: AffinityError.self) {
      try AffinityEstimates(map: map, cells: [1], counts: [], sigmaSquared: 1, threshold: 1)
    }
    #expect(throws: AffinityError.self) {
      try AffinityEstimates(
        map: map, cells: [Int32](repeating: 0, count: 20), counts: [Int64](repeating: 0, count: 6), sigmaSquared: 0,
        threshold: 1)
    }
  }
}

extension AffinityTests {
  private func golden(_ source: String) throws -> AffinityGolden? {
    if let golden = try AffinityGolden.read(source) { return golden }
    #expect(source == "shared", "the fixture of a clone must be there")
    print("skipped: \(AffinityGolden.files[source] ?? source) is not here")
    return nil
  }

  private func isClose(_ values: [Double], _ golden: [Double]) -> Bool {
    values.count == golden.count
      && zip(values, golden).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }
  }

  /// Zones of two areas, items that stand nowhere.
  private func world(zones: Int, items: Int) throws -> ZoneMap {
    try ZoneMap(
      zones: (0..<zones).map { .init(id: "z\($0)", area: $0 * 2 / zones) }, areas: ["north", "south"],
      items: (0..<items).map { .init(id: "i\($0)", zone: nil) })
  }

  /// Lifts of thirty items in each of four zones of 1,500 people, who like ten items of their own zone's row as many
  /// times more as the levels say, by turns.
  private func release(liking levels: [Double]) throws -> [[AffinityLift.Value]] {
    var random = SeededBitsForTesting(seed: 11)
    let map = try ZoneMap(
      zones: (0..<4).map { .init(id: "z\($0)", area: nil) }, areas: [],
      items: (0..<30).map { .init(id: "i\($0)", zone: nil) })
    var sums = AffinityAccumulator(map: map)
    for person in 0..<6_000 {
      let home = person % 4
      let items = map.items.indices.filter { item in
        let place = (item - home * 10 + 60) % 30
        let level = place < levels.count ? levels[place] : 1
        return Double(random.next() >> 11) / 9_007_199_254_740_992 < 0.1 * level
      }
      try sums.add(
        AffinityContribution(visits: map.zones.indices.map { $0 == home ? 20 : 5 }, items: items, map: map))
    }
    let family = try #require(AffinityFamily(map: map, nanoRho: 185_069_840, floor: 100))
    let estimates = try AffinityEstimates(
      map: map, cells: family.cells.release(sums.cells, using: &random).map { Int32($0) },
      counts: family.counts.release(sums.counts, using: &random), sigmaSquared: Double(family.cells.sigmaSquared),
      threshold: family.threshold)
    return map.zones.indices.compactMap {
      estimates.lift(ofItems: Array(map.items.indices), shares: [$0: 1]).values
    }
  }
}
