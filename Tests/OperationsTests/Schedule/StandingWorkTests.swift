import Operations
import Population
import Privacy
import Storage
import StoreFixtures
import Testing

@Suite("What a server does by the clock", .timeLimit(.minutes(5)))
struct StandingWorkTests {
  private let hour = RegionCalendar.hour
  private let day = RegionCalendar.day

  /// The scheduler that a server of the store would run, of what recurs no more often than every `leastPeriod`.
  private func scheduler(
    of store: TemporaryStore, at time: TestTime, releases: StandingWork.ReleaseSchedule = .default,
    leastPeriod: Int64 = 0
  ) async throws -> Scheduler {
    let opened = store.opened.store
    let works = StandingWork(store: opened, epochs: EpochJob(store: opened)).works(releases: releases)
      .filter { $0.work.period >= leastPeriod }
    return Scheduler(works, after: try await opened.lastRuns(), clock: time.source) { run in
      try? await opened.recordRun(run)
    }
  }

  /// What became of the last run of a work.
  private func outcome(of work: String, in store: TemporaryStore) async throws -> String {
    try await store.opened.store.lastRuns().first { $0.name == work }?.outcome ?? "never ran"
  }

  /// Runs everything that becomes due before a time, as soon as it is due.
  private func run(_ scheduler: Scheduler, _ time: TestTime, until end: Int64) async {
    while let due = scheduler.nextDue, due < end {
      time.move(to: max(due, time.now))
      await scheduler.runDue()
    }
  }

  @Test(
    "a year of a live region too small to be answered: a release each term of 28 days, old rows gone, the ledger whole")
  func year() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.settle("town", people: 3, visits: 12, historyDays: 30)
    let scheduler = try await scheduler(of: store, at: time, leastPeriod: 23 * hour)
    await run(scheduler, time, until: TemporaryStore.cutOff + 365 * day)
    #expect(try await store.opened.store.currentEpoch(of: "town")?.epoch == 13)
    #expect(try await outcome(of: "release", in: store).hasPrefix("skipped: region town: no segment is admitted"))
    #expect(try await outcome(of: "ledger_reconciliation", in: store) == "the chain is whole")
    let status = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap).status(
      of: 2026, runCharge: PrivacyPolicy.default.meanRunCost, at: time.now)
    #expect(status.spent.nanoRho <= status.cap.nanoRho && status.spent.nanoRho > 0)
    #expect(try await store.people(of: "town").map(\.visits.count) == [0, 0, 0])
  }

  @Test("rows are kept for the days of their region, by live regions from now and by archived ones from their end")
  func retention() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.settle("brief", people: 1, visits: 48, historyDays: 1)
    try await store.simulate(people: 20)
    let before = try await store.people(of: "simcity").map(\.visits.count)
    await run(try await scheduler(of: store, at: time, releases: .off), time, until: time.now + 1)
    #expect(try await store.people(of: "brief").map(\.visits.count) == [24])
    #expect(try await outcome(of: "retention", in: store) == "deleted 24 rows")
    #expect(try await store.people(of: "simcity").map(\.visits.count) == before)
  }

  @Test("cached answers and sessions go when they are over, however many, and others stay")
  func expiry() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    let opened = store.opened.store
    let now = time.now
    for key in 0..<2_100 {
      try await opened.putCachedRow(
        CachedRow(key: "old \(key)", bytes: [1], sha256: [], storedAt: now - 30 * day, expiresAt: now - 29 * day))
    }
    try await opened.putCachedRow(CachedRow(key: "new", bytes: [1], sha256: [], storedAt: now, expiresAt: now + hour))
    for (id, age) in [("old", 25 * hour), ("new", hour)] {
      try await opened.openSession(
        SessionRow(
          sessionID: id, partner: "acme",
          resumeTokenHash: Array(repeating: UInt8(id.count + Int(age / day)), count: 32),
          releaseID: "r1", epoch: 1, openMessage: [], createdAt: now - age, touchedAt: now - age))
    }
    let scheduler = try await scheduler(of: store, at: time, releases: .off)
    await scheduler.runDue()
    #expect(try await outcome(of: "cache_expiry", in: store) == "deleted 2100 cached answers")
    #expect(try await outcome(of: "session_expiry", in: store) == "deleted 1 sessions")
    #expect(try await opened.cachedRow("new") != nil)
    await run(scheduler, time, until: now + 2 * day)
    #expect(try await opened.cachedRow("new") == nil)
  }

  @Test("an event is remembered until it would be refused as too old, then forgotten, however many there are")
  func events() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    let opened = store.opened.store
    let events = (0..<2_100 as Range<UInt64>).map {
      PartnerEvent(id: EventID(leadingWord: $0 &* 1 << 40, rest: 0), action: nil)
    }
    _ = try await opened.recordActions(events, at: time.now)
    let scheduler = try await scheduler(of: store, at: time, releases: .off)
    await run(scheduler, time, until: time.now + 8 * day)
    #expect(try await outcome(of: "event_expiry", in: store) == "forgot 0 events")
    #expect(try await opened.recordActions([events[7]], at: time.now) == 1)
    while time.now < TemporaryStore.cutOff + 10 * day,
      try await outcome(of: "event_expiry", in: store) == "forgot 0 events"
    {
      await run(scheduler, time, until: time.now + day)
    }
    #expect(try await outcome(of: "event_expiry", in: store) == "forgot 2100 events")
    #expect(try await opened.recordActions([events[7]], at: time.now) == 0)
  }

  @Test("where no region is live the release is skipped, costs nothing and says why")
  func skipped() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.simulate(people: 20)
    await (try await scheduler(of: store, at: time)).runDue()
    #expect(try await outcome(of: "release", in: store) == "skipped: no live region with a registered segment")
    let ledger = try await store.opened.store.ledger(cap: PrivacyPolicy.default.cap)
    #expect(ledger.spent(in: 2026).nanoRho == 0)
    #expect(try await store.opened.store.currentEpochs().isEmpty)
  }

  @Test("a server that is restarted within 23 hours looks at no release, and one after them does")
  func restart() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.settle("town", people: 1, visits: 1)
    await (try await scheduler(of: store, at: time)).runDue()
    // The second run of a region in which nobody is admitted is of no use.
    for (hours, outcome) in [(Int64(1), "rel_"), (21, "rel_"), (1, "skipped: region town")] {
      time.move(by: hours * hour)
      await (try await scheduler(of: store, at: time)).runDue()
      #expect(try await self.outcome(of: "release", in: store).hasPrefix(outcome))
    }
  }

  @Test("a server that was killed while it drew a release draws none when it starts again")
  func killed() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.settle("town", people: 1, visits: 1)
    let opened = store.opened.store
    let drawn: Scheduler.Body = { _ in "drawn" }
    let killed = Scheduler(
      [(work: RecurringWork("release", every: 23 * hour, isRepeatable: false), body: drawn)], after: [],
      clock: time.source
    ) { run in
      // Whatever comes after the first word of it is lost with the process.
      if run.finishedAt == nil { try? await opened.recordRun(run) }
    }
    await killed.runDue()
    time.move(by: hour)
    await (try await scheduler(of: store, at: time)).runDue()
    #expect(try await opened.currentEpochs().isEmpty)
    let run = try #require(try await opened.lastRuns().first { $0.name == "release" })
    #expect(run.startedAt == TemporaryStore.cutOff && run.finishedAt == nil)
    time.move(by: 22 * hour)
    await (try await scheduler(of: store, at: time)).runDue()
    #expect(try await opened.currentEpoch(of: "town")?.epoch == 1)
  }

  @Test("with releases off none is drawn, and everything else is done")
  func off() async throws {
    let time = TestTime()
    let store = try await TemporaryStore(clock: time.source)
    try await store.settle("town", people: 1, visits: 1)
    await (try await scheduler(of: store, at: time, releases: .off)).runDue()
    #expect(
      try await store.opened.store.lastRuns().map(\.name).sorted()
        == ["cache_expiry", "event_expiry", "ledger_reconciliation", "retention", "session_expiry"])
    #expect(try await store.opened.store.currentEpochs().isEmpty)
  }
}
