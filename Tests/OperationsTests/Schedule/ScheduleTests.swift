import Operations
import Population
import Storage
import StoreFixtures
import Synchronization
import Testing

@Suite("The schedule", .timeLimit(.minutes(5)))
struct ScheduleTests {
  private let start: Int64 = 1_767_225_600_000_000
  private let hour = RegionCalendar.hour

  private func table(_ works: [RecurringWork], after runs: [ScheduledRun] = [], at now: Int64? = nil) -> Schedule {
    Schedule(works, after: runs, at: now ?? start, random: { 0.5 })
  }

  @Test("what has never run is due at once, and then once a period")
  func periods() {
    var schedule = table([RecurringWork("release", every: 23 * hour)])
    #expect(schedule.take(at: start).map(\.name) == ["release"])
    #expect(schedule.take(at: start + 100 * hour).isEmpty, "it is under way")
    let run = schedule.finish("release", outcome: "done", at: start + hour)
    #expect(run == ScheduledRun(name: "release", startedAt: start, finishedAt: start + hour, outcome: "done"))
    #expect(schedule.nextDue == start + 23 * hour, "from start to start")
    #expect(schedule.take(at: start + 23 * hour - 1).isEmpty)
    #expect(schedule.take(at: start + 23 * hour).count == 1)
  }

  @Test("a restart goes on where the last process ended")
  func restart() {
    let before = ScheduledRun(name: "release", startedAt: start, finishedAt: start + 1, outcome: "done")
    var schedule = table([RecurringWork("release", every: 23 * hour)], after: [before], at: start + 2 * hour)
    #expect(schedule.take(at: start + 22 * hour).isEmpty)
    #expect(schedule.entries.first?.last == before)
    #expect(schedule.take(at: start + 23 * hour).count == 1)
  }

  @Test("a clock that jumps a year ahead runs each work once, not once for each period")
  func jumpAhead() {
    var schedule = table([RecurringWork("release", every: 23 * hour)])
    _ = schedule.take(at: start)
    _ = schedule.finish("release", outcome: "", at: start)
    let later = start + 366 * 24 * hour
    #expect(schedule.take(at: later).count == 1)
    _ = schedule.finish("release", outcome: "", at: later)
    #expect(schedule.take(at: later + hour).isEmpty)
  }

  @Test("a clock that was set back a year puts work off by a period at most")
  func jumpBack() {
    var schedule = table([RecurringWork("release", every: 23 * hour)])
    _ = schedule.take(at: start)
    _ = schedule.finish("release", outcome: "", at: start)
    let earlier = start - 366 * 24 * hour
    #expect(schedule.take(at: earlier).isEmpty)
    #expect(schedule.take(at: earlier + 23 * hour).count == 1)
  }

  @Test("jitter puts a start off by a part of the period")
  func jitter() {
    var schedule = table([RecurringWork("expiry", every: hour, jitter: 0.1)])
    _ = schedule.take(at: start)
    _ = schedule.finish("expiry", outcome: "", at: start)
    #expect(schedule.nextDue == start + hour + hour / 20)
  }

  @Test("a year of work runs in as many steps as it is due, whatever fails, and only what is to be is remembered")
  func year() async throws {
    struct Broken: Error {}
    let time = TestTime(start)
    let counts = Mutex<[String: Int]>([:])
    let remembered = Mutex<[ScheduledRun]>([])
    let count: @Sendable (String) -> Void = { name in counts.withLock { $0[name, default: 0] += 1 } }
    let bodies: [Scheduler.Body] = [
      { _ in
        count("release")
        return "released"
      },
      { _ in
        count("expiry")
        throw Broken()
      },
      { _ in
        count("keys")
        return ""
      },
    ]
    let works = [
      RecurringWork("release", every: 23 * hour), RecurringWork("expiry", every: 24 * hour),
      RecurringWork("keys", every: 12 * hour, isRemembered: false),
    ]
    let scheduler = Scheduler(
      Array(zip(works, bodies).map { (work: $0, body: $1) }), after: [], clock: time.source,
      remember: { run in remembered.withLock { $0.append(run) } })
    let end = start + 365 * 24 * hour
    while let due = scheduler.nextDue, due < end {
      time.move(to: max(due, start))
      await scheduler.runDue()
    }
    #expect(counts.withLock { $0 } == ["release": 381, "expiry": 365, "keys": 730])
    #expect(remembered.withLock { runs in Set(runs.map(\.name)) } == ["release", "expiry"])
    #expect(remembered.withLock { runs in runs.last { $0.name == "expiry" }?.outcome?.hasPrefix("failed: ") } == true)
  }

  @Test("work that a stop withdraws has not failed; work that must not be repeated is not withdrawn")
  func stopped() async throws {
    let reports = Mutex<[String]>([])
    let begun = Mutex(0)
    func waits(_ time: Duration) -> Scheduler.Body {
      { _ in
        begun.withLock { $0 += 1 }
        try await Task.sleep(for: time)
        return "whole"
      }
    }
    let scheduler = Scheduler(
      [
        (RecurringWork("refresh", every: 1_000_000), waits(.seconds(600))),
        (RecurringWork("release", every: 1_000_000, isRepeatable: false), waits(.milliseconds(200))),
      ], after: [], clock: TemporaryStore.clock
    ) { _ in
    } report: { run, failure in
      reports.withLock { $0.append("\(run.name) \(run.outcome ?? "") \(failure == nil)") }
    }
    let running = Task { await scheduler.run() }
    while begun.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
    running.cancel()
    #expect(await running.finishes(within: .seconds(60)))
    #expect(reports.withLock { $0 } == ["release whole true"])
  }

  @Test("work that must not be repeated ends when it is abandoned, and how it began is kept")
  func abandoned() async throws {
    let begun = AsyncStream<Void>.makeStream()
    let remembered = Mutex<[ScheduledRun]>([])
    let body: Scheduler.Body = { _ in
      begun.continuation.yield()
      try await Task.sleep(for: .seconds(600))
      return "whole"
    }
    let scheduler = Scheduler(
      [(RecurringWork("release", every: 1_000_000, isRepeatable: false), body)], after: [], clock: TemporaryStore.clock
    ) { run in
      remembered.withLock { $0.append(run) }
    }
    let running = Task { await scheduler.run() }
    for await _ in begun.stream { break }
    running.cancel()
    scheduler.abandon()
    await running.value
    #expect(remembered.withLock { $0.map(\.outcome) } == [nil])
  }

  @Test("a task is waited for as long as one may, and goes on where that is not long enough")
  func deadline() async {
    let slow = Task<Void, Never> { try? await Task.sleep(for: .milliseconds(300)) }
    #expect(await !slow.finishes(within: .milliseconds(10)))
    #expect(!slow.isCancelled)
    #expect(await slow.finishes(within: .seconds(60)))
  }
}
