import EnrichmentSchema
import Population
import Privacy
import Releases
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import Operations

@Suite("runs that draw affinity", .timeLimit(.minutes(5)))
struct AffinityRunTests {
  private let day = RegionCalendar.day

  private func place(_ id: String) -> UInt64 { PublicID.place(id.utf8) }

  private func map() throws -> RegisteredMap {
    try RegisteredMap(
      map: ZoneMap(
        zones: [.init(id: "north", area: 0), .init(id: "south", area: nil)], areas: ["inner"],
        items: [.init(id: "shop", zone: 0), .init(id: "stall", zone: nil)]),
      zoneOfPlace: [place("park"): 0, place("pub"): 1])
  }

  /// Adds a live region in which people have twelve recent visits to the park and one to the pub long ago, and like the
  /// shop.
  private func settle(_ store: TemporaryStore, people: Int, map: RegisteredMap?) async throws {
    let now = TemporaryStore.cutOff
    let settled = try (0..<people).map { number in
      let agent = try store.opened.pepper.pseudonymizer.agent("\(number)".utf8, in: .spots)
      var records = AgentRecords(person: Person(agent: agent, region: "town", consents: .all, consentedAt: 1))
      records.visits = (0..<12).map {
        Visit(id: UInt64($0), place: place("park"), arrive: now - Int64($0 + 1) * day, category: .outdoorsSport)
      }
      records.visits.append(Visit(id: 99, place: place("pub"), arrive: now - 300 * day, category: .nightlife))
      records.adoptions = [Adoption(id: 100, item: place("shop"), time: now - 400 * day)]
      return records
    }
    let plan = try PopulationLoad.plan(region: "town", timeZone: "UTC", division: .region)
    _ = try await PopulationLoad(store: store.opened.store, clock: TemporaryStore.clock).load(plan) { sink in
      try sink.begin(
        RegionDeclaration(region: "town", timeZone: "UTC", sources: [.visits], isSimulated: false, asOf: nil))
      if let map { try sink.register(map) }
      try sink.write(settled)
      try sink.finish()
    }
  }

  private func affinity(of store: TemporaryStore, epoch: Int64) async throws -> AffinityRelease? {
    let rows = try await store.opened.store.releases(
      cells: ["town/affinity"], statisticVersion: ReleaseRun.statisticVersion, epoch: epoch)
    return try (rows.first ?? nil).map { try AffinityRelease(serializedBytes: $0.bytes) }
  }

  private func spent(_ store: TemporaryStore, _ policy: PrivacyPolicy) async throws -> Int64 {
    try await store.opened.store.ledger(cap: policy.cap).spent(in: 2026).nanoRho
  }

  @Test("the policy affinity draws zones alone, once: what is open is open by its noisy count")
  func alone() async throws {
    let store = try await TemporaryStore()
    try await settle(store, people: 900, map: map())
    let job = EpochJob(store: store.opened.store)
    let rehearsed = try await job.rehearse(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    #expect(
      rehearsed.nanoRho == 185_069_840 && rehearsed.leastNanoRho == 185_069_840 && rehearsed.regions[0].zones == 2)
    #expect(
      rehearsed.expectedErrors.count == 1 && rehearsed.expectedErrors[0].contains("affinity of 2 zones and 2 items"))
    #expect(try await spent(store, .affinity) == 0)
    let run = try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.nanoRho == 185_069_840 && run.cells == 0 && run.answerableSegments == 0)
    #expect(run.regions[0].zones == 2 && run.regions[0].openZones == 2)
    #expect(try await spent(store, .affinity) == 185_069_840)
    let release = try #require(try await affinity(of: store, epoch: 1))
    #expect(release.policy == "affinity" && release.nanoRho == 185_069_840 && release.cutOffUs == TemporaryStore.cutOff)
    #expect(abs(release.counts[1] - 900) < 300, "the visit to the pub is older than every window")
    let lift = try RegionAffinity(release).estimates
    #expect(lift.isOpen == [true, true] && lift.popularity[0] > 0.9)
    let again = await #expect(throws: OperatorError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff + day)
    }
    #expect("\(try #require(again))".contains("affinity was drawn at 2026-01-01T00:00:00Z and holds for 366 days"))
    #expect(try await spent(store, .affinity) == 185_069_840)
  }

  @Test(
    "a region without zones is released no affinity, is charged nothing for it, and is left out where nothing else is")
  func withoutZones() async throws {
    let store = try await TemporaryStore()
    try await settle(store, people: 20, map: nil)
    let job = EpochJob(store: store.opened.store)
    let refusal = await #expect(throws: OperatorError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    }
    #expect("\(try #require(refusal))".contains("no zones with items are registered"))
    #expect(try await spent(store, .default) == 0)
    let forced = try await job.run(policy: .default, asOf: nil, now: TemporaryStore.cutOff, isForced: true)
    let policy = PrivacyPolicy.default
    #expect(
      forced.nanoRho == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + policy.profile.nanoRhoPerRun)
    #expect(try await affinity(of: store, epoch: 1) == nil)
  }

  @Test("later releases of a term name the epoch that has the sums and pay nothing for it; the next term draws anew")
  func terms() async throws {
    let store = try await TemporaryStore()
    try await settle(store, people: 20, map: map())
    let (job, policy) = (EpochJob(store: store.opened.store), PrivacyPolicy.default)
    let days: [Int64] = [0, 1, 92]
    var charged: [Int64] = []
    for later in days {
      let now = TemporaryStore.cutOff + later * day
      charged.append(
        try await job.run(policy: policy, asOf: nil, now: now, acceptsClock: true, isForced: true).nanoRho)
    }
    let terms = policy.daily.nanoRhoPerRun + policy.profile.nanoRhoPerRun + policy.admission.nanoRhoPerRun
    #expect(charged == [terms + 45_000_000, policy.daily.nanoRhoPerRun, terms + 45_000_000])
    let releases = [
      try await affinity(of: store, epoch: 1), try await affinity(of: store, epoch: 2),
      try await affinity(of: store, epoch: 3),
    ].compactMap(\.self)
    #expect(releases.map(\.drawnEpoch) == [0, 1, 0] && releases.map(\.cells.count) == [4, 0, 4])
    #expect(releases[1].cutOffUs == TemporaryStore.cutOff && releases[1].nanoRho == 0)
    #expect(releases[0].cells != releases[2].cells && releases[0].floor == 1_000)
  }

  @Test("research pays for affinity in its one run, also when it first asks who is admitted")
  func research() async throws {
    let store = try await TemporaryStore()
    try await settle(store, people: 400, map: map())
    let policy = PrivacyPolicy.research
    let run = try await EpochJob(store: store.opened.store).run(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.nanoRho == 540_000_000 + 120_000_000 + 120_000_000 + 70_000_000 && run.regions[0].openZones > 0)
    #expect(try await spent(store, policy) == run.nanoRho)
  }

  @Test("nothing that affinity reads back of old rows moves another statistic")
  func oldRows() async throws {
    let (with, without) = (try await TemporaryStore(), try await TemporaryStore())
    try await settle(with, people: 30, map: map())
    try await settle(without, people: 30, map: nil)
    let (sums, plain) = (try await exact(with), try await exact(without))
    #expect(plain["town/affinity"] == nil && sums["town/affinity"]?["people_of_zones"] == [30, 30, 30])
    #expect(plain["town/all/all"] != nil && sums["town/all/all"] == plain["town/all/all"])
  }

  private func exact(_ store: TemporaryStore) async throws -> [String: [String: [Int64]]] {
    let opened = store.opened.store
    let plan = try await RunPlan(
      of: opened.regions(), policy: .default, asOf: nil, now: TemporaryStore.cutOff, isForced: true, in: opened)
    let planned = try #require(plan.regions.first)
    return try await opened.withEpochSnapshot(
      region: "town", cutOff: TemporaryStore.cutOff, lookback: plan.lookback
    ) { try planned.sums(of: $0, plan) { false }.exactSums(ofRegion: "town") }
  }
}
