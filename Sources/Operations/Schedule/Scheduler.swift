package import Population
package import Storage
import Synchronization

/// Runs what recurs, each work on its own, and remembers what became of it.
///
/// One process runs it for a store: the one that holds the store's lock.
package final class Scheduler: Sendable {
  /// What is done: told the time of its start, it answers in words what became of it.
  package typealias Body = @Sendable (_ now: Int64) async throws -> String

  private let bodies: [String: Body]
  private let clock: TimeSource
  private let remember: @Sendable (ScheduledRun) async -> Void
  private let report: @Sendable (ScheduledRun, _ failure: (any Error)?) -> Void
  private let schedule: Mutex<Schedule>
  /// Work under way that must not be repeated, by name.
  private let unrepeatable = Mutex<[String: Task<Void, Never>]>([:])

  /// Longest time between two looks at the clock: a clock that jumps is noticed after so long.
  private static let longestSleep = Duration.milliseconds(250)

  /// A scheduler of some works.
  ///
  /// - Parameters:
  ///   - works: what recurs and what it does; names are unique.
  ///   - runs: the last runs that the store remembers.
  ///   - remember: keeps a run of work that is remembered, in place of the one before: when it ended, and as it
  ///     begins when it must not be repeated.
  ///   - report: is told of every run that ended, and of what it threw.
  package init(
    _ works: [(work: RecurringWork, body: Body)], after runs: [ScheduledRun], clock: TimeSource,
    remember: @escaping @Sendable (ScheduledRun) async -> Void = { _ in },
    report: @escaping @Sendable (ScheduledRun, (any Error)?) -> Void = { _, _ in }
  ) {
    bodies = Dictionary(works.map { ($0.work.name, $0.body) }, uniquingKeysWith: { first, _ in first })
    self.clock = clock
    self.remember = remember
    self.report = report
    schedule = Mutex(Schedule(works.map(\.work), after: runs, at: clock.now))
  }

  /// The table as it is now.
  package var entries: [Schedule.Entry] { schedule.withLock { $0.entries } }

  /// When something is due next, microseconds since 1970 UTC; nil when everything is under way.
  package var nextDue: Int64? { schedule.withLock { $0.nextDue } }

  /// Runs what is due now, all of it at once, and returns when all of it has ended.
  package func runDue() async {
    await withTaskGroup { group in
      for work in schedule.withLock({ $0.take(at: clock.now) }) { group.addTask { await self.run(work) } }
    }
  }

  /// Runs what is due as it becomes due until the task is cancelled; what is under way then ends first, cancelled
  /// unless it must not be repeated: that ends by itself, or when it is abandoned.
  package func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled {
        for work in schedule.withLock({ $0.take(at: clock.now) }) { group.addTask { await self.run(work) } }
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Cancels work under way that must not be repeated: it had its time.
  package func abandon() { unrepeatable.withLock { tasks in tasks.values.forEach { $0.cancel() } } }

  private var pause: Duration {
    guard let due = nextDue else { return Self.longestSleep }
    return min(Self.longestSleep, max(.milliseconds(1), .microseconds(due - clock.now)))
  }

  private func run(_ work: RecurringWork) async {
    guard !work.isRepeatable else { return await carryOut(work) }
    let task = Task { await carryOut(work) }
    unrepeatable.withLock { $0[work.name] = task }
    await task.value
    unrepeatable.withLock { $0[work.name] = nil }
  }

  private func carryOut(_ work: RecurringWork) async {
    if !work.isRepeatable, let begun = entries.first(where: { $0.work == work })?.last { await remember(begun) }
    var outcome = ""
    var failure: (any Error)?
    do {
      outcome = try await bodies[work.name]?(clock.now) ?? ""
    } catch {
      // A server that stops withdraws its work: it has not failed, and is due again at the next start.
      if Task.isCancelled { return }
      (outcome, failure) = ("failed: \(error)", error)
    }
    let ended = schedule.withLock { [outcome] in $0.finish(work.name, outcome: outcome, at: clock.now) }
    guard let ended else { return }
    if work.isRemembered { await remember(ended) }
    report(ended, failure)
  }
}
