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
  private let town = AffinityTown()

  @Test("the policy affinity draws zones alone, once: what is open is open by its noisy count")
  func alone() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 900)
    let job = EpochJob(store: store.opened.store)
    let rehearsed = try await job.rehearse(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    #expect(
      rehearsed.nanoRho == 185_069_840 && rehearsed.leastNanoRho == 9_253_492 && rehearsed.regions[0].zones == 2)
    #expect(
      rehearsed.expectedErrors.count == 1 && rehearsed.expectedErrors[0].contains("affinity of 2 zones and 2 items"))
    #expect(try await town.spent(store, .affinity) == 0)
    let run = try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.nanoRho == 185_069_840 && run.cells == 0 && run.answerableSegments == 0)
    #expect(run.regions[0].zones == 2 && run.regions[0].openZones == 2)
    #expect(try await town.spent(store, .affinity) == 185_069_840)
    let release = try #require(try await town.affinity(in: store, epoch: 1))
    #expect(release.policy == "affinity" && release.nanoRho == 185_069_840 && release.cutOffUs == TemporaryStore.cutOff)
    #expect(abs(release.counts[1] - 900) < 300, "the visit to the pub is older than every window")
    let lift = try RegionAffinity(release).estimates
    #expect(lift.isOpen == [true, true] && lift.popularity[0] > 0.9)
    let again = await #expect(throws: OperatorError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff + day)
    }
    #expect("\(try #require(again))".contains("affinity was drawn at 2026-01-01T00:00:00Z and holds for 366 days"))
    let forced = await #expect(throws: StoreError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff + day, isForced: true)
    }
    #expect(forced == .ledger(.yearExhausted(year: 2026, requested: 185_069_840, available: 0)))
    #expect(try await town.spent(store, .affinity) == 185_069_840)
  }

  @Test(
    "a region without zones is released no affinity, is charged nothing for it, and is left out where nothing else is")
  func withoutZones() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 20, hasMap: false)
    let job = EpochJob(store: store.opened.store)
    let refusal = await #expect(throws: OperatorError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff)
    }
    #expect("\(try #require(refusal))".contains("no zones with items are registered"))
    let stubborn = await #expect(throws: OperatorError.self) {
      try await job.run(policy: .affinity, asOf: nil, now: TemporaryStore.cutOff, isForced: true)
    }
    #expect("\(try #require(stubborn))".hasSuffix("releases nothing else; nothing was charged"))
    #expect(try await town.spent(store, .default) == 0)
    let forced = try await job.run(policy: .default, asOf: nil, now: TemporaryStore.cutOff, isForced: true)
    let policy = PrivacyPolicy.default
    #expect(
      forced.nanoRho == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + policy.profile.nanoRhoPerRun)
    #expect(try await town.affinity(in: store, epoch: 1) == nil)
  }

  @Test("later releases of a term name the epoch that has the sums and pay nothing for it; the next term draws anew")
  func terms() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 20)
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
      try await town.affinity(in: store, epoch: 1), try await town.affinity(in: store, epoch: 2),
      try await town.affinity(in: store, epoch: 3),
    ].compactMap(\.self)
    #expect(releases.map(\.drawnEpoch) == [0, 1, 0] && releases.map(\.cells.count) == [4, 0, 4])
    #expect(releases[1].cutOffUs == TemporaryStore.cutOff && releases[1].nanoRho == 0)
    #expect(releases[0].cells != releases[2].cells && releases[0].floor == 1_000)
  }

  @Test("research pays for affinity in its one run, also when it first asks who is admitted")
  func research() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 400)
    let policy = PrivacyPolicy.research
    let run = try await EpochJob(store: store.opened.store).run(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.nanoRho == 540_000_000 + 120_000_000 + 120_000_000 + 70_000_000 && run.regions[0].openZones > 0)
    #expect(try await town.spent(store, policy) == run.nanoRho)
  }

  @Test("nothing that affinity reads back of old rows moves another statistic")
  func oldRows() async throws {
    let (with, without) = (try await TemporaryStore(), try await TemporaryStore())
    try await town.settle(with, people: 30)
    try await town.settle(without, people: 30, hasMap: false)
    let (sums, plain) = (try await exact(with), try await exact(without))
    #expect(plain["town/affinity"] == nil && sums["town/affinity"]?["people_of_zones"] == [30, 30, 30])
    #expect(plain["town/all/all"] != nil && sums["town/all/all"] == plain["town/all/all"])
  }

  @Test("rows that were recorded before their places and items were registered count as others do, each item once")
  func earlyRows() async throws {
    let (early, late) = (try await TemporaryStore(), try await TemporaryStore())
    try await town.settle(late, people: 30)
    try await town.settle(early, people: 30, hasMap: false, isEarly: true)
    try await early.opened.store.registerMap(town.map(), of: "town", at: TemporaryStore.cutOff)
    #expect(try await exact(early)["town/affinity"]?["people_of_zones"] == [0, 30, 0], "their numbers are not known")
    try await early.opened.store.registerMap(
      town.mapWithNumbers(early), of: "town", at: TemporaryStore.cutOff)
    let (sums, expected) = (try await exact(early)["town/affinity"], try await exact(late)["town/affinity"])
    #expect(sums == expected && sums?["people_of_zones"] == [30, 30, 30])
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
