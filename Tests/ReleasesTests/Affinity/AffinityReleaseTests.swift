import EnrichmentSchema
import Measures
import Population
import Privacy
import SamplerFixtures
import Testing
import WireFormat

@testable import Releases

@Suite("a release of affinity, from records to lifts", .timeLimit(.minutes(2)))
struct AffinityReleaseTests {
  private static let cutOff: Int64 = 1_767_225_600_000_000
  private let run = ReleaseRun(releaseID: "rel", epoch: 7, cutOff: cutOff, policyVersion: "v")

  private var header: AffinityRelease {
    AffinityRelease(run, region: "town", policy: "affinity", isSimulated: false)
  }

  private func golden(_ source: String) throws -> AffinityGolden? {
    if let golden = try AffinityGolden.read(source) { return golden }
    #expect(source == "shared", "the fixture of a clone must be there")
    return nil
  }

  private func context(_ order: KeyedOrder = .mixed(seed: 1)) -> MeasureContext {
    MeasureContext(window: MeasureWindow(cutOff: Self.cutOff), calendar: .utc, sources: [.visits], order: order)
  }

  private func place(_ id: String) -> UInt64 { PublicID.place(id.utf8) }

  /// Rows of people of the golden file: a place for each zone, a year apart, and one of no zone.
  private func records(_ golden: AffinityGolden, _ number: Int) -> AgentRecords {
    let person = golden.people[number]
    var records = AgentRecords(
      person: Person(agent: AgentID(words: UInt64(number), 0, 0, 0), region: "town", consents: .all))
    for (zone, count) in person.visits {
      for index in 0..<count {
        records.visits.append(
          Visit(
            id: UInt64(records.visits.count), place: place("place of \(zone)"),
            arrive: Self.cutOff - Int64(index + 1) * 365 * RegionCalendar.day, category: .food))
      }
    }
    for item in person.adoptions {
      records.adoptions.append(
        Adoption(id: UInt64(records.adoptions.count), item: place("i\(item)"), time: Self.cutOff - 1))
    }
    return records
  }

  @Test("rows of golden people, however old, give the golden sums to the granule", arguments: ["own", "shared"])
  func sums(source: String) throws {
    guard let golden = try golden(source) else { return }
    let map = try golden.map()
    let registered = try RegisteredMap(
      map: map,
      zoneOfPlace: Dictionary(uniqueKeysWithValues: map.zones.indices.map { (place("place of \($0)"), $0) }))
    let items = Dictionary(uniqueKeysWithValues: map.items.indices.map { (place("i\($0)"), $0) })
    let order = KeyedOrder { agent, row in
      AffinityGolden.rank(Int(agent.leadingWord), items[row] ?? -1)
    }
    var sums = AffinitySums(of: registered)
    var expected = AffinityAccumulator(map: map)
    for number in golden.people.indices {
      try sums.add(records(golden, number), in: context(order))
      try expected.add(golden.contribution(of: number, to: map))
    }
    #expect(sums.sums.cells == expected.cells && sums.sums.counts == expected.counts)
    guard source == "shared", let release = golden.releases.first else { return }
    #expect(sums.sums.cells == Array(release.exactA.joined()) && sums.sums.counts == release.exactCounts)
  }

  @Test("golden sums that were stored and read again give the golden lifts to 1e-9", arguments: ["own", "shared"])
  func stored(source: String) throws {
    guard let golden = try golden(source) else { return }
    for release in golden.releases {
      let read = try RegionAffinity(AffinityRelease(serializedBytes: message(release, golden).serializedBytes()))
      #expect(read.region == "town" && read.epoch == 7 && read.floor == golden.floor && !read.isSimulated)
      for row in release.rows {
        let shares = Dictionary(row.vector.map { (Int($0) ?? -1, $1) }) { first, _ in first }
        let values = read.estimates.lift(ofItems: Array(0..<golden.items), shares: shares).values
        for (value, lift) in zip(values ?? [], row.lift) { #expect(abs(value.lift - lift) <= 1e-9 * max(1, lift)) }
        #expect((values == nil) == (row.withheld != nil))
      }
    }
  }

  /// The release of a map that nobody is in, as a run draws it whose counts open a zone.
  private func draw(
    _ map: ZoneMap, _ family: AffinityFamily, using source: inout SeededBitsForTesting
  ) -> AffinityRelease {
    let sums = AffinityAccumulator(map: map)
    let counts = family.counts.release(sums.counts, using: &source)
    return header.drawing(sums, counts: counts, family, using: &source)
  }

  private func message(_ release: AffinityGolden.Release, _ golden: AffinityGolden) throws -> AffinityRelease {
    let map = try golden.map(zones: release.zones, isPublic: release.publicMap)
    var source = SeededBitsForTesting(seed: 1)
    let family = try #require(AffinityFamily(map: map, nanoRho: 185_069_840, floor: golden.floor))
    var message = draw(map, family, using: &source)
    message.cells = zip(release.exactA.joined(), release.noiseA.joined()).map { Int32($0 + $1) }
    message.counts = zip(release.exactCounts, release.noiseCounts).map { $0 + $1 }
    message.threshold = golden.floor
    // The golden deviation is that of a fraction; here its square is one over 2^20.
    let deviation = release.sigma * Double(AffinityFamily.granulesPerUnit)
    message.cellsSigma2Denominator = 1 << 20
    message.cellsSigma2Numerator = UInt64((deviation * deviation * Double(1 << 20)).rounded())
    return message
  }

  @Test("who does not agree to both affinity and behavior adds nothing, and nothing after the cut-off counts")
  func consent() throws {
    let map = try registered()
    var records = AgentRecords(person: Person(agent: AgentID(words: 1, 0, 0, 0), region: "town"))
    records.visits = [Visit(id: 1, place: place("park"), arrive: Self.cutOff - 1, category: .food)]
    records.adoptions = [Adoption(id: 2, item: place("shop"), time: Self.cutOff - 1)]
    for consents in [ConsentSet.affinity, .all.subtracting(.affinity), .all.subtracting(.behavior)] {
      records.person.consents = consents
      var sums = AffinitySums(of: map)
      try sums.add(records, in: context())
      #expect(sums.sums.cells.allSatisfy { $0 == 0 } && sums.sums.counts == [0, 0, 0])
    }
    records.person.consents = [.behavior, .affinity]
    var sums = AffinitySums(of: map)
    try sums.add(records, in: context())
    #expect(sums.sums.cells == [1 << 16, 0, 0, 0] && sums.sums.counts == [1, 0, 1])
    records.visits[0].arrive = Self.cutOff
    records.adoptions[0].time = Self.cutOff
    try sums.add(records, in: context())
    #expect(sums.sums.cells == [1 << 16, 0, 0, 0] && sums.sums.counts == [1, 0, 1])
  }

  @Test("every cell and count gets noise of its own, with the variance that the message states")
  func noise() throws {
    let map = try ZoneMap(
      zones: (0..<40).map { .init(id: "z\($0)", area: 0) }, areas: ["a"],
      items: (0..<50).map { .init(id: "i\($0)", zone: nil) })
    let family = try #require(AffinityFamily(map: map, policy: .affinity))
    var source = SeededBitsForTesting(seed: 3)
    let release = draw(map, family, using: &source)
    #expect(release.cells.count == 2_000 && release.counts.count == 41 && release.granularityBits == 16)
    #expect(release.cells.count { $0 == 0 } < 5 && Set(release.cells).count > 1_900)
    let variance = Double(release.cellsSigma2Numerator) / Double(release.cellsSigma2Denominator)
    let square = release.cells.reduce(0.0) { $0 + Double($1) * Double($1) } / 2_000
    #expect(abs(square / variance - 1) < 4.5 * (2.0 / 2_000).squareRoot())
    #expect(release.nanoRho == 185_069_840 && release.floor == 100 && release.threshold == family.threshold)
  }

  @Test("sums that need more than 32 bits are kept in coarser granules, and say the same")
  func coarse() throws {
    let map = try registered().map
    let sums: [Int64] = [3 << 40, 1 << 40, -(1 << 38), 5 << 39]
    let coarse = CoarsenedCells(sums)
    #expect(coarse.bits > 0 && coarse.bits <= 16 && CoarsenedCells([1, -(1 << 30)]).bits == 0)
    for (value, sum) in zip(coarse.values, sums) {
      #expect(abs(Double(value) * Double(1 << coarse.bits) - Double(sum)) <= Double(1 << coarse.bits))
    }
    var source = SeededBitsForTesting(seed: 5)
    let family = try #require(AffinityFamily(map: map, policy: .affinity))
    var message = draw(map, family, using: &source)
    message.cells = coarse.values
    message.granularityBits = Int32(16 - coarse.bits)
    message.cellsSigma2Denominator = 1 << (2 * coarse.bits)
    let read = try RegionAffinity(message).estimates
    #expect(abs(read.total - Double(sums.reduce(0, +)) / 65_536) <= read.total * 1e-6)
    #expect(abs(read.noiseVariance - Double(family.cells.sigmaSquared) / pow65536) < 1e-9)
  }

  private let pow65536 = 65_536.0 * 65_536

  @Test("a release that names an earlier epoch, or does not fit its map, is not read")
  func refused() throws {
    let map = try registered().map
    var source = SeededBitsForTesting(seed: 6)
    let family = try #require(AffinityFamily(map: map, policy: .affinity))
    let whole = draw(map, family, using: &source)
    let repeated = header.repeating(DrawnAffinity(whole))
    #expect(repeated.drawnEpoch == 7 && repeated.nanoRho == 0 && repeated.cells.isEmpty)
    #expect(DrawnAffinity(repeated) == DrawnAffinity(whole))
    #expect(throws: AffinityError.shape("its sums stand at epoch 7")) { try RegionAffinity(repeated) }
    let spoilings: [(inout AffinityRelease) -> Void] = [
      { $0.cells.removeLast() }, { $0.counts.removeLast() }, { $0.items[0].zone = 9 }, { $0.zones[0].area = -1 },
      { $0.granularityBits = 17 }, { $0.cellsSigma2Denominator = 0 }, { $0.items[1].itemID = "shop" },
    ]
    for spoil in spoilings {
      var spoiled = whole
      spoil(&spoiled)
      #expect(throws: AffinityError.self) { try RegionAffinity(spoiled) }
    }
  }

  @Test("of a closed region nothing is known: no sums are stored, nobody answers for a zone, and every lift is 1")
  func closed() throws {
    let map = try registered().map
    let family = try #require(AffinityFamily(map: map, policy: .affinity))
    let closed = header.closing(by: [family.threshold - 1, 0, 0], of: map, family)
    #expect(closed.cells.isEmpty && closed.counts.count == 3 && closed.nanoRho == 9_253_492 && closed.closed)
    let read = try RegionAffinity(AffinityRelease(serializedBytes: closed.serializedBytes())).estimates
    #expect(!read.hasSums && map.zones.indices.allSatisfy { read.answer(to: $0) == .none })
    #expect(read.popularity == [0.5, 0.5])
    #expect(read.lift(ofItems: [0, 1], shares: [0: 1]).withheld == .belowFloor)
    let customer = AffinityCustomer([1: 1], in: read)
    #expect(customer.value(of: 0).lift == 1 && customer.value(of: 1).lift == 1)
    let repeated = header.repeating(DrawnAffinity(closed))
    #expect(repeated.closed && repeated.drawnEpoch == 7 && DrawnAffinity(repeated) == DrawnAffinity(closed))
    let spoilings: [(inout AffinityRelease) -> Void] = [
      { $0.counts[1] = family.threshold }, { $0.counts[2] = family.threshold }, { $0.cells = [1, 2, 3, 4] },
      { $0.counts.removeLast() }, { $0.closed = false },
    ]
    for spoil in spoilings {
      var spoiled = closed
      spoil(&spoiled)
      #expect(throws: AffinityError.self) { try RegionAffinity(spoiled) }
    }
  }

  private func registered() throws -> RegisteredMap {
    try RegisteredMap(
      map: ZoneMap(
        zones: [.init(id: "north", area: 0), .init(id: "south", area: nil)], areas: ["inner"],
        items: [.init(id: "shop", zone: 0), .init(id: "stall", zone: nil)]),
      zoneOfPlace: [place("park"): 0, place("pub"): 1])
  }
}
