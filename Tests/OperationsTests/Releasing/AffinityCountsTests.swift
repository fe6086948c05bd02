import EnrichmentSchema
import Population
import Privacy
import Releases
import Storage
import StoreFixtures
import Testing

@testable import Operations

@Suite("a release that first counts the people of zones", .timeLimit(.minutes(5)))
struct AffinityCountsTests {
  private let day = RegionCalendar.day
  private let town = AffinityTown()
  /// A twentieth of the charge of `affinity`.
  private let counts: Int64 = 9_253_492
  /// The rest of it.
  private let sums: Int64 = 175_816_348

  private func run(
    _ store: TemporaryStore, _ policy: PrivacyPolicy, days: Int64 = 0, isForced: Bool = false
  ) async throws -> RunReleaseResponse {
    try await EpochJob(store: store.opened.store).run(
      policy: policy, asOf: nil, now: TemporaryStore.cutOff + days * day, acceptsClock: true, isForced: isForced)
  }

  @Test("pays for counts alone where nobody is, or fewer than the floor, once a term", arguments: [0, 60])
  func closed(people: Int) async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: people)
    let first = try await run(store, .affinity)
    #expect(first.nanoRho == counts && first.regions[0].zones == 2 && first.regions[0].openZones == 0)
    #expect(try await town.reserved(in: store) == ["affinity_affinity \(counts)"])
    #expect(try await store.opened.store.ledger(cap: PrivacyPolicy.affinity.cap).openReservations.isEmpty)
    let release = try #require(try await town.affinity(in: store, epoch: 1))
    #expect(release.closed && release.cells.isEmpty && release.counts.count == 3 && release.nanoRho == counts)
    #expect(try !RegionAffinity(release).estimates.hasSums)
    let again = await #expect(throws: OperatorError.self) { try await run(store, .affinity, days: 30) }
    #expect(
      "\(try #require(again))".contains("no zone and no area had enough people at 2026-01-01T00:00:00Z, by counts"))
    let forced = await #expect(throws: StoreError.self) { try await run(store, .affinity, days: 30, isForced: true) }
    #expect(forced == .ledger(.yearExhausted(year: 2026, requested: counts + sums, available: sums)))
    #expect(try await town.spent(store, .affinity) == counts)
    #expect(try await run(store, .affinity, days: 366).nanoRho == counts, "the next term counts anew")
  }

  @Test("pays for the rest where a zone is open: of two regions, of the one alone whose zone it is")
  func oneOfTwo() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 600)
    let hamlet = AffinityTown(region: "hamlet")
    try await hamlet.settle(store, people: 4)
    let first = try await run(store, .affinity)
    #expect(first.nanoRho == counts + sums && first.regions.map(\.openZones) == [0, 2])
    #expect(try await town.reserved(in: store) == ["affinity_affinity \(counts)", "affinity_affinity \(sums)"])
    let (open, closed) = (
      try await town.affinity(in: store, epoch: 1), try await hamlet.affinity(in: store, epoch: 1)
    )
    #expect(open?.cells.count == 4 && open?.nanoRho == counts + sums && open?.closed == false)
    #expect(closed?.cells == [] && closed?.nanoRho == counts && closed?.closed == true)
    let again = await #expect(throws: OperatorError.self) { try await run(store, .affinity, days: 9) }
    let text = "\(try #require(again))"
    #expect(text.contains("region town: affinity was drawn at") && text.contains("region hamlet: no zone and no area"))
  }

  @Test("draws everything, and pays for it at once, where it is forced")
  func forced() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 0)
    let first = try await run(store, .affinity, isForced: true)
    #expect(first.nanoRho == counts + sums && first.regions[0].openZones == 0)
    #expect(try await town.reserved(in: store) == ["affinity_affinity \(counts + sums)"])
    let release = try #require(try await town.affinity(in: store, epoch: 1))
    #expect(!release.closed && release.cells.count == 4 && release.nanoRho == counts + sums)
  }

  @Test("that is killed before it draws the rest stays charged for counts, and publishes nothing")
  func killed() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 600)
    let (opened, policy) = (store.opened.store, PrivacyPolicy.affinity)
    let plan = try await RunPlan(
      of: opened.regions(), policy: policy, asOf: nil, now: TemporaryStore.cutOff, isForced: false, in: opened)
    _ = try await opened.beginRun(
      plan.request(acceptsClock: false), cap: policy.spendable, at: TemporaryStore.cutOff)
    #expect(try await opened.abandonOrphanedRuns(at: TemporaryStore.cutOff).map(\.request.charge.nanoRho) == [counts])
    #expect(try await town.spent(store, policy) == counts)
    #expect(try await opened.currentEpochs().isEmpty)
    for isForced in [false, true] {
      let refusal = await #expect(throws: StoreError.self) { try await run(store, policy, isForced: isForced) }
      #expect(refusal == .ledger(.yearExhausted(year: 2026, requested: counts + sums, available: sums)))
    }
    #expect(try await town.spent(store, policy) == counts)
    #expect(try await run(store, policy, days: 366).nanoRho == counts + sums, "no term was begun")
  }

  @Test("releases the counts that it was told by, and draws none a second time")
  func drawnOnce() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 170)
    let opened = store.opened.store
    let plan = try await RunPlan(
      of: opened.regions(), policy: .affinity, asOf: nil, now: TemporaryStore.cutOff, isForced: false, in: opened)
    let planned = try #require(plan.regions.first)
    let sums = try await opened.withEpochSnapshot(
      region: "town", cutOff: TemporaryStore.cutOff, lookback: plan.lookback
    ) { try planned.sums(of: $0, plan) { false } }
    let measured = MeasuredRegion(planned, sums: sums)
    let run = EpochRun(
      epoch: 1, reservationID: "r", request: try plan.request(acceptsClock: false), state: .reserved)
    let verdict = try measured.verdict(in: plan.registry, for: run)
    let releases = try [verdict, .everything].map { try #require(try measured.draw($0, for: run).affinity) }
    #expect(releases[0].counts == releases[1].counts)
    #expect(releases[0].closed == !verdict.opensZones && !releases[1].closed)
    #expect(releases[0].counts.contains { $0 >= releases[0].threshold } == verdict.opensZones)
  }

  @Test("asks by both counts under default, and repeats what it was told for a term of each")
  func byDefault() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 20)
    let policy = PrivacyPolicy.default
    let admission = policy.admission.nanoRhoPerRun
    #expect(try await run(store, policy).nanoRho == admission + 2_250_000)
    await #expect(throws: OperatorError.self) { try await run(store, policy, days: 1) }
    #expect(try await run(store, policy, days: 29).nanoRho == admission)
    let repeated = try #require(try await town.affinity(in: store, epoch: 2))
    #expect(repeated.drawnEpoch == 1 && repeated.closed && repeated.nanoRho == 0)
    #expect(try await run(store, policy, days: 58).nanoRho == admission)
    #expect(try await run(store, policy, days: 93).nanoRho == admission + 2_250_000)
    #expect(
      try await town.reserved(in: store).map { $0.prefix { $0 != " " } } == [
        "admission+affinity", "admission", "admission", "admission+affinity",
      ])
  }

  @Test("counts the zones of a region whose segments are not admitted in the running term, and draws nothing of these")
  func unadmitted() async throws {
    let store = try await TemporaryStore()
    let town = AffinityTown(consents: [.behavior, .affinity])
    try await town.settle(store, people: 1_400, hasMap: false, ago: 500)
    let policy = PrivacyPolicy.default
    #expect(try await run(store, policy).nanoRho == policy.admission.nanoRhoPerRun, "their visits are too old")
    let map = try town.map()
    try await store.opened.store.registerMap(map, of: "town", at: TemporaryStore.cutOff)
    let second = try await run(store, policy, days: 1)
    #expect(second.nanoRho == policy.affinity.nanoRhoPerRun && second.regions[0].openZones == 2)
    #expect(second.answerableSegments == 0 && second.cells == 1)
    #expect(try await town.reserved(in: store).suffix(2) == ["affinity 2250000", "affinity 42750000"])
    #expect(try await town.affinity(in: store, epoch: 2)?.cells.count == 4)
    await #expect(throws: OperatorError.self) { try await run(store, policy, days: 2) }
  }

  @Test("pays under research for the affinity that counts open, beside whoever is admitted")
  func research() async throws {
    let store = try await TemporaryStore()
    try await town.settle(store, people: 30)
    let run = try await run(store, .research)
    #expect(run.nanoRho == 70_000_000 + 6_000_000 && run.answerableSegments == 0 && run.regions[0].openZones == 0)
  }
}
