import EnrichmentSchema
import Operations
import Population
import Privacy
import Storage
import StoreFixtures
import Synchronization
import Testing
import WireFormat

@Suite("What an operator may do", .timeLimit(.minutes(5)))
struct AdminOperationsTests {
  private let hour = RegionCalendar.hour

  private func operations(
    on store: TemporaryStore, at time: TestTime = TestTime(),
    schedule: (@Sendable () async throws -> [Schedule.Entry])? = nil,
    changed: @escaping @Sendable () async -> Void = {}
  ) -> AdminOperations {
    AdminOperations(
      store.opened, epochs: EpochJob(store: store.opened.store), clock: time.source, schedule: schedule,
      changed: changed)
  }

  @Test("without a server the schedule shows what the last one did, and nothing that is due")
  func scheduleOfStore() async throws {
    let store = try await TemporaryStore()
    #expect(try await operations(on: store).listSchedule(ListScheduleRequest()).works.isEmpty)
    try await store.opened.store.recordRun(
      ScheduledRun(name: "release", startedAt: 5_000_000, finishedAt: 6_000_000, outcome: "rel_1"))
    let works = try await operations(on: store).listSchedule(ListScheduleRequest()).works
    #expect(works.map(\.name) == ["release"] && works.first?.outcome == "rel_1")
    #expect(works.first?.startedAt?.seconds == 5 && works.first?.finishedAt?.seconds == 6)
    #expect(works.first?.dueAt == nil && works.first?.periodSeconds == 0)
  }

  @Test("with a server it shows the table it works by: what is under way, what is due when")
  func scheduleOfServer() async throws {
    let store = try await TemporaryStore()
    let time = TestTime()
    let start = time.now
    let drawn: Scheduler.Body = { _ in "drawn" }
    let scheduler = Scheduler(
      [(work: RecurringWork("release", every: 23 * hour), body: drawn)], after: [], clock: time.source)
    let operations = operations(on: store, at: time) { scheduler.entries }
    let before = try #require(try await operations.listSchedule(ListScheduleRequest()).works.first)
    #expect(before.startedAt == nil && before.dueAt?.seconds == start / 1_000_000)
    await scheduler.runDue()
    let after = try #require(try await operations.listSchedule(ListScheduleRequest()).works.first)
    #expect(after.outcome == "drawn" && after.periodSeconds == 23 * 3_600)
    #expect(after.dueAt?.seconds == (start + 23 * hour) / 1_000_000)
  }

  @Test("the serving process hears of every new and revoked key and of every release, and of nothing else")
  func changes() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1, visits: 1)
    let heard = Mutex(0)
    let operations = operations(on: store, changed: { heard.withLock { $0 += 1 } })
    var request = CreateKeyRequest()
    (request.partner, request.plan) = ("acme", "poc")
    let made = try #require(try await operations.createKey(request).info)
    #expect(heard.withLock { $0 } == 1)
    var revoked = RevokeKeyRequest()
    revoked.keyID = made.keyID
    #expect(try await operations.revokeKey(revoked).key?.revokedAt != nil)
    #expect(try await operations.listKeys(ListKeysRequest()).keys.count == 1)
    #expect(heard.withLock { $0 } == 2)
    _ = try await operations.runRelease(RunReleaseRequest())
    #expect(heard.withLock { $0 } == 3)
    request.plan = "free"
    await #expect(throws: OperatorError.self) { try await operations.createKey(request) }
    #expect(heard.withLock { $0 } == 3)
  }

  @Test("the budget is that of the clock's year unless another is asked for")
  func budget() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1, visits: 1)
    let operations = operations(on: store)
    let run = try await operations.runRelease(RunReleaseRequest())
    let present = try await operations.budget(GetLedgerRequest())
    #expect(present.year == 2026 && present.spentNanoRho == run.nanoRho && present.dailyRunsLeft > 300)
    #expect(present.epsilonAt1e9 > present.epsilonAt1e6 && present.epsilonAt1e6 > 0)
    var request = GetLedgerRequest()
    request.year = 2025
    let past = try await operations.budget(request)
    #expect(past.year == 2025 && past.spentNanoRho == 0 && past.capNanoRho == present.capNanoRho)
  }

  @Test("a policy that is none is refused with those there are, and costs nothing")
  func policy() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1, visits: 1)
    var request = RunReleaseRequest()
    request.policy = "lax"
    let refusal = await #expect(throws: OperatorError.self) {
      try await operations(on: store).runRelease(request)
    }
    #expect(
      refusal?.description == "policy \"lax\": allowed are default, research, affinity" && refusal?.exitCode == 64)
    request.policy = "affinity"
    let undrawn = await #expect(throws: OperatorError.self) {
      try await operations(on: store).runRelease(request)
    }
    #expect(undrawn?.description.contains("no zones with items are registered, and the policy affinity") == true)
    #expect(try await operations(on: store).budget(GetLedgerRequest()).spentNanoRho == 0)
  }

  @Test("a cut-off without a zone goes by the clock of each region")
  func localCutOff() async throws {
    let store = try await TemporaryStore()
    for (region, zone) in [("jakarta", "Asia/Jakarta"), ("london", "Europe/London"), ("nyc", "America/New_York")] {
      let plan = try PopulationLoad.plan(region: region, timeZone: zone, division: .region)
      try await PopulationLoad(store: store.opened.store, clock: TestTime().source).found(plan, historyDays: 9)
    }
    let operations = operations(on: store)
    func cutOffs(_ text: String) async throws -> [String] {
      var request = RunReleaseRequest()
      (request.localAsOf, request.dryRun, request.force) = (text, true, true)
      return try await operations.runRelease(request).regions.map {
        CivilTime(microseconds: $0.asOf?.microseconds ?? 0).description
      }
    }
    #expect(
      try await cutOffs("2025-12-20") == ["2025-12-19T17:00:00Z", "2025-12-20T00:00:00Z", "2025-12-20T05:00:00Z"])
    #expect(try await cutOffs("2025-07-01T12:30").last == "2025-07-01T16:30:00Z", "summer")
    // Midnight has come in Jakarta and not in New York.
    let early = await #expect(throws: OperatorError.self) { try await cutOffs("2026-01-01") }
    #expect(early?.description.contains("region nyc: the cut-off 2026-01-01T05:00:00Z is in the future") == true)
    for text in ["2025-12-20T00:00:00Z", "2025-02-30", "soon"] {
      let error = await #expect(throws: OperatorError.self) { try await cutOffs(text) }
      #expect(error?.description.contains("local_as_of \(text): allowed are a day such as") == true)
    }
    var both = RunReleaseRequest()
    (both.localAsOf, both.asOf) = ("2025-12-20", GoogleProtobufTimestamp(microseconds: 1_000_000))
    await #expect(throws: OperatorError.self) { try await operations.runRelease(both) }
  }
}
