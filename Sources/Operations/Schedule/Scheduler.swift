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
  private let isStopped = Atomic(false)

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

  /// Runs what is due as it becomes due until `stop` is called or the task is cancelled, and returns when what is under
  /// way has ended; only cancellation asks that to end early.
  package func run() async {
    await withDiscardingTaskGroup { group in
      while !Task.isCancelled, !isStopped.load(ordering: .acquiring) {
        for work in schedule.withLock({ $0.take(at: clock.now) }) { group.addTask { await self.run(work) } }
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Begins no more work.
  package func stop() { isStopped.store(true, ordering: .releasing) }

  private var pause: Duration {
    guard let due = nextDue else { return Self.longestSleep }
    return min(Self.longestSleep, max(.milliseconds(1), .microseconds(due - clock.now)))
  }

  private func run(_ work: RecurringWork) async {
    if !work.isRepeatable, let begun = entries.first(where: { $0.work == work })?.last { await remember(begun) }
    var outcome = ""
    var failure: (any Error)?
    do {
      outcome = try await bodies[work.name]?(clock.now) ?? ""
    } catch {
      (outcome, failure) = ("failed: \(error)", error)
    }
    let ended = schedule.withLock { [outcome] in $0.finish(work.name, outcome: outcome, at: clock.now) }
    guard let ended else { return }
    // In a task of its own: how work ended is kept, also where it ended because it was cancelled.
    if work.isRemembered { await Task { await remember(ended) }.value }
    report(ended, failure)
  }
}
