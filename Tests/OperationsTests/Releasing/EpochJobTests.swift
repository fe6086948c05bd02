import EnrichmentSchema
import Operations
import Population
import Privacy
import Releases
import Storage
import StoreFixtures
import Testing
import WireFormat

@Suite("the epoch job", .timeLimit(.minutes(5)))
struct EpochJobTests {
  private let day: Int64 = 86_400_000_000

  private func run(_ store: TemporaryStore, policy: PrivacyPolicy, asOf: Int64) async throws -> RunReleaseResponse {
    try await EpochJob(store: store.opened.store).run(
      policy: policy, asOf: .moment(asOf), now: asOf + 1, isForced: true)
  }

  @Test("charges what begins a term once, and a daily run each time; the ledger names what was paid")
  func chargesTermsOnce() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200, cutOff: TemporaryStore.cutOff + 29 * day)
    let policy = PrivacyPolicy.default
    let first = try await run(store, policy: policy, asOf: TemporaryStore.cutOff)
    let weekly = policy.profile.nanoRhoPerRun + policy.network.nanoRhoPerRun
    let withAdmission = policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + weekly
    #expect(first.nanoRho == withAdmission + policy.affinity.nanoRhoPerRun)
    let second = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + day)
    #expect(second.nanoRho == policy.daily.nanoRhoPerRun)
    let afterWeek = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + 7 * day)
    #expect(afterWeek.nanoRho == policy.daily.nanoRhoPerRun + weekly)
    let afterTerm = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + 29 * day)
    #expect(afterTerm.nanoRho == withAdmission)
    let families = try await families(of: store)
    #expect(
      families == [
        "daily+admission+weekly_profile+weekly_network", "daily+weekly_profile+weekly_network", "daily",
        "daily+admission+weekly_profile+weekly_network+affinity",
      ])
  }

  @Test("is refused, and charges nothing, where no segment is registered that could be answered")
  func withoutSegments() async throws {
    let store = try await TemporaryStore()
    let declaration = RegionDeclaration(
      region: "town", timeZone: "UTC", sources: [.visits], isSimulated: false, asOf: TemporaryStore.cutOff)
    _ = try await store.opened.store.bulkLoad(policyVersion: "1", segments: [], at: 1) { sink in
      try sink.begin(declaration)
      try sink.finish()
    }
    await #expect(throws: OperatorError.self) {
      _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff)
    }
    #expect(try await families(of: store).isEmpty)
  }

  /// Families of the runs of a store, newest first.
  private func families(of store: TemporaryStore) async throws -> [String] {
    let engine = try #require(store.opened.store as? any TransactionalStore)
    return try await engine.read { transaction in
      let runs = try transaction.statement("SELECT family FROM epoch_runs ORDER BY epoch DESC")
      defer { runs.reset() }
      var families: [String] = []
      while try runs.step() { families.append(runs.text(at: 0)) }
      return families
    }
  }

  /// The releases of one cell, epoch by epoch.
  private func releases(
    of cell: String, epochs: ClosedRange<Int64>, in store: TemporaryStore
  ) async throws -> [ReleaseRow] {
    var rows: [ReleaseRow] = []
    for epoch in epochs {
      let found = try await store.opened.store.releases(
        cells: [cell], statisticVersion: ReleaseRun.statisticVersion, epoch: epoch)
      rows += found.compactMap { $0 }
    }
    return rows
  }

  @Test("between terms the weekly numbers are repeated with their date, and drawn anew after it")
  func repeats() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200, cutOff: TemporaryStore.cutOff + 8 * day)
    for days in [Int64(0), 1, 8] {
      _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff + days * day)
    }
    for (cell, names) in [
      ("simcity/all/all", ProfileStatistic.allCases.map(\.rawValue)),
      ("simcity", NetworkStatistic.allCases.map(\.rawValue)),
    ] {
      let drawn = try await releases(of: cell, epochs: 1...3, in: store).map { row in
        try SegmentRelease(serializedBytes: row.bytes).statistics.filter { names.contains($0.name) }
      }
      #expect(drawn.count == 3 && drawn[0].map(\.name) == names)
      #expect(drawn[0] == drawn[1] && drawn[0].map(\.sums) != drawn[2].map(\.sums))
      #expect(drawn[1].allSatisfy { $0.asOfUs == TemporaryStore.cutOff })
      #expect(drawn[2].allSatisfy { $0.asOfUs == TemporaryStore.cutOff + 8 * day })
    }
  }

  @Test("a run that does not fit the year's budget is refused and releases nothing")
  func budget() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150, cutOff: TemporaryStore.cutOff + day)
    _ = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    await #expect(throws: StoreError.self) {
      try await run(store, policy: .research, asOf: TemporaryStore.cutOff + day)
    }
    let epochs = try await store.opened.store.currentEpochs()
    #expect(epochs.map(\.epoch) == [1])
  }

  @Test("a year that was begun under an earlier version of the policy refuses the present one, uncharged")
  func earlierVersion() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1, visits: 1)
    let request = EpochRunRequest(
      family: "daily", regions: ["town"], releaseID: "r1", statisticVersion: "daily-2", policy: "default",
      policyVersion: "p", cutOff: 1, charge: PrivacyCost(nanoRho: 7), year: 2_026)
    let policy = PrivacyPolicy.default
    let earlier = try await store.opened.store.beginRun(request, cap: policy.cap, at: TemporaryStore.cutOff)
    try await store.opened.store.abandon(earlier, at: TemporaryStore.cutOff)
    await #expect(
      throws: StoreError.ledger(.otherPolicy(year: 2_026, begun: "default", asked: policy.edition))
    ) {
      try await run(store, policy: policy, asOf: TemporaryStore.cutOff)
    }
    #expect(try await store.opened.store.ledger(cap: policy.cap).spent(in: 2_026).nanoRho == 7)
  }

  @Test("runs leave what is kept for families that are not drawn yet unspent")
  func keepsShares() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1, visits: 1)
    let policy = PrivacyPolicy.default
    let request = EpochRunRequest(
      family: "daily", regions: ["town"], releaseID: "r1", statisticVersion: "daily-2", policy: policy.edition,
      policyVersion: "p", cutOff: 1,
      charge: PrivacyCost(nanoRho: policy.spendable.perYear.nanoRho - policy.daily.nanoRhoPerRun), year: 2_026)
    let earlier = try await store.opened.store.beginRun(request, cap: policy.cap, at: TemporaryStore.cutOff)
    try await store.opened.store.abandon(earlier, at: TemporaryStore.cutOff)
    let refusal = await #expect(throws: StoreError.self) {
      try await run(store, policy: policy, asOf: TemporaryStore.cutOff)
    }
    #expect("\(refusal.map { "\($0)" } ?? "")".contains("\(policy.daily.nanoRhoPerRun) left"))
  }

  @Test("a run whose task is cancelled ends at once: nothing is published, the run is abandoned, the charge is spent")
  func cancelled() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 2_000)
    let running = Task { try await run(store, policy: .default, asOf: TemporaryStore.cutOff) }
    let cap = PrivacyPolicy.default.cap
    while try await store.opened.store.ledger(cap: cap).openReservations.isEmpty { await Task.yield() }
    running.cancel()
    await #expect(throws: (any Error).self) { try await running.value }
    let ledger = try await store.opened.store.ledger(cap: cap)
    #expect(ledger.openReservations.isEmpty)
    #expect(ledger.spent(in: 2026).nanoRho > 0)
    #expect(try await store.opened.store.currentEpochs().isEmpty)
  }

  @Test("two releases of the same people differ: the noise is fresh")
  func freshNoise() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150)
    _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff)
    _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff)
    let rows = try await releases(of: "simcity/all/all", epochs: 1...2, in: store)
    let sums = try rows.map { try SegmentRelease(serializedBytes: $0.bytes).statistics.map(\.sums) }
    #expect(sums.count == 2)
    #expect(sums.first != sums.last)
  }

  @Test("of several releases asked for at once, those that meet a running one are refused and leave nothing open")
  func oneAtATime() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150)
    let operations = AdminOperations(
      store.opened, epochs: EpochJob(store: store.opened.store), clock: TemporaryStore.clock)
    let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do { _ = try await operations.runRelease(RunReleaseRequest()) } catch { return error }
          return nil
        }
      }
      return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
    }
    #expect(outcomes.contains { $0 == nil })
    // One that comes when another has ended would draw the same again.
    for case let error? in outcomes {
      #expect("\(error)".contains("being computed") || "\(error)".contains("release at this cut-off exists"))
    }
    let ledger = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap)
    #expect(ledger.openReservations == [])
  }

  @Test("an empty store has nothing to release")
  func emptyStore() async throws {
    let store = try await TemporaryStore()
    await #expect(throws: OperatorError.self) { try await run(store, policy: .default, asOf: TemporaryStore.cutOff) }
  }

  @Test("a run of live regions leaves the archived as they are, whatever else is in the store")
  func coverage() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 30)
    let job = EpochJob(store: store.opened.store)
    #expect(try await job.canAnswer(.all))
    #expect(try await job.canAnswer(.live) == false)
    await #expect(throws: OperatorError.self) {
      try await job.run(policy: .default, coverage: .live, asOf: nil, now: TemporaryStore.cutOff)
    }
    let plan = try PopulationLoad.plan(region: "town", timeZone: "UTC", division: .region)
    try await PopulationLoad(store: store.opened.store, clock: TemporaryStore.clock).found(plan, historyDays: 30)
    #expect(try await job.canAnswer(.live))
    let run = try await job.run(policy: .default, coverage: .live, asOf: nil, now: TemporaryStore.cutOff + day)
    #expect(run.cells == 1 && run.segments == 1 && run.answerableSegments == 0)
    #expect(try await store.opened.store.currentEpochs().map(\.region) == ["town"])
  }

  @Test("a run of all regions takes each at its own cut-off and is charged once")
  func ownCutOffs() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 30, cutOff: TemporaryStore.cutOff - 100 * day)
    try await store.settle("town", people: 2, visits: 12)
    let run = try await EpochJob(store: store.opened.store).run(
      policy: .default, asOf: nil, now: TemporaryStore.cutOff)
    let rows = try await releases(of: "simcity/all/all", epochs: 1...1, in: store)
    let live = try await releases(of: "town/all/all", epochs: 1...1, in: store)
    #expect(rows.map(\.cutOff) == [TemporaryStore.cutOff - 100 * day] && live.map(\.cutOff) == [TemporaryStore.cutOff])
    let ledger = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap)
    #expect(ledger.spent(in: 2026).nanoRho == run.nanoRho)
  }

  @Test("a run whose releases the disk has no room for is refused before it is charged")
  func noRoom() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 2, visits: 12)
    let opened = store.opened.store
    for (free, isRefused) in [(1 << 20, true), (1 << 30, false)] as [(Int64, Bool)] {
      let job = EpochJob(store: opened) { free }
      let error = await storeError { try await job.run(policy: .default, asOf: nil, now: TemporaryStore.cutOff) }
      guard isRefused else {
        #expect(error == nil)
        continue
      }
      #expect(error?.description.contains("\(free) are free; nothing was charged") == true, "\(error as Any)")
      #expect(try await opened.ledger(cap: PrivacyPolicy.default.cap).spent(in: 2026) == .zero)
    }
  }

  /// The error of the store that something throws; nil for none.
  private func storeError(_ body: () async throws -> RunReleaseResponse) async -> StoreError? {
    do { _ = try await body() } catch { return error as? StoreError }
    return nil
  }

  @Test("a cut-off that cannot be, and a run that would be of no use, are refused before anything is charged")
  func refusedUncharged() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 30)
    let (job, cutOff) = (EpochJob(store: store.opened.store), TemporaryStore.cutOff)
    func run(_ asOf: Int64?, isForced: Bool = false) async throws -> RunReleaseResponse {
      try await job.run(policy: .default, asOf: asOf.map(AskedCutOff.moment), now: cutOff + 9 * day, isForced: isForced)
    }
    for asOf in [cutOff + 1, cutOff + 10 * day, .max] {
      let error = await #expect(throws: OperatorError.self) { try await run(asOf, isForced: true) }
      #expect(error?.description.contains("its rows end at 2026-01-01T00:00:00Z") == true)
    }
    for asOf in [Int64(0), cutOff - 367 * day] {
      let error = await #expect(throws: OperatorError.self) { try await run(asOf) }
      #expect(error?.description.contains("more than a year before") == true)
    }
    let ledger = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap)
    #expect(ledger.spent(in: 2026) == .zero)
    let first = try await run(cutOff - 10 * day)
    // The same cut-off again, and others within the term in which nothing can be answered.
    for asOf in [cutOff - 10 * day, cutOff, nil] {
      let error = await #expect(throws: OperatorError.self) { try await run(asOf) }
      #expect(error?.description.contains("--force") == true)
    }
    let spent = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap).spent(in: 2026)
    #expect(spent.nanoRho == first.nanoRho)
    #expect(try await run(nil, isForced: true).nanoRho > 0)
  }

  @Test("a region for which a run is of no use does not hold up the others")
  func pointlessRegion() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 30, cutOff: TemporaryStore.cutOff - 100 * day)
    try await store.settle("town", people: 2, visits: 12)
    let job = EpochJob(store: store.opened.store)
    let first = try await job.run(policy: .default, asOf: nil, now: TemporaryStore.cutOff)
    #expect(first.cells == 2 && first.leftOut.isEmpty)
    #expect(first.regions.map(\.region) == ["simcity", "town"] && first.regions.map(\.cells) == [1, 1])
    #expect(
      first.regions.map(\.asOf?.microseconds) == [TemporaryStore.cutOff - 100 * day, TemporaryStore.cutOff],
      "each has a cut-off of its own")
    let later = TemporaryStore.cutOff + 29 * day
    let second = try await job.run(policy: .default, asOf: nil, now: later)
    #expect(second.cells == 1 && second.asOf?.microseconds == later)
    #expect(second.regions.map(\.region) == ["town"] && second.leftOut.map(\.region) == ["simcity"])
    #expect(second.leftOut.first?.reason.contains("a release at this cut-off exists") == true)
    #expect(try await store.opened.store.currentEpoch(of: "town")?.epoch == 2)
    #expect(try await store.opened.store.currentEpoch(of: "simcity")?.epoch == 1)
  }

  @Test("a rehearsal says what a run charges, and charges nothing")
  func rehearsal() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 30)
    let job = EpochJob(store: store.opened.store)
    let rehearsed = try await job.rehearse(policy: .default, asOf: nil, now: TemporaryStore.cutOff)
    #expect(try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap).newest == nil)
    let run = try await job.run(policy: .default, asOf: nil, now: TemporaryStore.cutOff)
    // Nobody is admitted of 30 people and no zone is open, and counts are all that is paid for then.
    #expect(rehearsed.leastNanoRho == run.nanoRho && rehearsed.nanoRho > run.nanoRho)
    #expect(rehearsed.cells == run.cells && rehearsed.segments == run.segments)
    #expect(rehearsed.expectedErrors.first == "region simcity: unknown until charged")
    #expect(rehearsed.expectedErrors.dropFirst().allSatisfy { $0.contains("affinity of 36 zones and 60 items") })
    #expect(rehearsed.asOf == run.asOf && rehearsed.releaseID.isEmpty)
    #expect(rehearsed.regions.map(\.cells) == run.regions.map(\.cells))
  }
}
