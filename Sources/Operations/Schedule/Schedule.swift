import Answers
package import EnrichmentSchema
package import Storage
import WireFormat

/// Work that recurs: a name, how often, and whether its last run is remembered over a restart.
package struct RecurringWork: Sendable, Hashable {
  /// Name in the log, in the store and in what `spots schedule` shows, for example `release`.
  package let name: String
  /// Time from one start to the next, in microseconds.
  package let period: Int64
  /// The largest part of the period by which a start is put off, in `[0, 1)`, so that many servers that were started
  /// together do not work together for ever.
  package let jitter: Double
  /// Whether the store keeps when it last ran: what runs every second need not be remembered.
  package let isRemembered: Bool

  /// Whether it may be done again at once when its process died of it: false for what is paid for. That such work began
  /// is remembered before it is done.
  package let isRepeatable: Bool

  /// The longest time from one start to the next, in microseconds.
  var longestPause: Int64 { period.addingReportingOverflow(Int64(Double(period) * jitter)).partialValue }

  /// Work to be done every `period` microseconds.
  package init(
    _ name: String, every period: Int64, jitter: Double = 0, isRemembered: Bool = true, isRepeatable: Bool = true
  ) {
    (self.name, self.period, self.jitter) = (name, max(0, period), jitter)
    (self.isRemembered, self.isRepeatable) = (isRemembered, isRepeatable)
  }
}

/// The one table of what recurs: what is due when, and what became of the last run. A value without I/O; times are
/// handed in.
///
/// The clock may jump. Forward, however far, each work runs once; backward, a work is due at most a period and its jitter
/// later.
package struct Schedule: Sendable {
  /// One row of the table.
  package struct Entry: Sendable, Hashable {
    /// The work.
    package let work: RecurringWork
    /// Its last run, of this process or of one before; nil when it never ran.
    package fileprivate(set) var last: ScheduledRun?
    /// When it is due, microseconds since 1970 UTC; nil where nothing runs it.
    package fileprivate(set) var due: Int64?
    /// Whether it is under way.
    package fileprivate(set) var isRunning = false

    /// A row of what a store remembers, where no server runs.
    package init(remembered run: ScheduledRun) {
      self.init(work: RecurringWork(run.name, every: 0), last: run, due: nil)
    }

    fileprivate init(work: RecurringWork, last: ScheduledRun?, due: Int64?) {
      (self.work, self.last, self.due) = (work, last, due)
    }

    /// The row as an operator is shown it.
    package var message: ScheduledWork {
      var message = ScheduledWork()
      message.name = work.name
      message.periodSeconds = Double(work.period) / 1e6
      message.startedAt = last.map { GoogleProtobufTimestamp(microseconds: $0.startedAt) }
      message.finishedAt = last?.finishedAt.map(GoogleProtobufTimestamp.init(microseconds:))
      message.outcome = last?.outcome ?? ""
      message.dueAt = due.map(GoogleProtobufTimestamp.init(microseconds:))
      return message
    }
  }

  /// The rows, in the order they were given.
  package private(set) var entries: [Entry]
  private let random: @Sendable () -> Double

  /// A table that goes on where earlier runs ended: work that has never run is due now.
  ///
  /// - Parameter random: draws evenly from `0..<1`, for the jitter.
  package init(
    _ works: [RecurringWork], after runs: [ScheduledRun] = [], at now: Int64,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.random = random
    let byName = Dictionary(runs.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    entries = works.map { Entry(work: $0, last: byName[$0.name], due: now) }
    for index in entries.indices {
      guard let last = entries[index].last else { continue }
      entries[index].due = nextDue(of: entries[index].work, after: last.startedAt, at: now)
    }
  }

  /// Takes what is due and not under way; each must be handed back to `finish`.
  package mutating func take(at now: Int64) -> [RecurringWork] {
    var taken: [RecurringWork] = []
    for index in entries.indices where !entries[index].isRunning {
      // A clock that was set back must not put the work off for longer.
      let latest = now.addingReportingOverflow(entries[index].work.longestPause)
      if !latest.overflow { entries[index].due = entries[index].due.map { min($0, latest.partialValue) } }
      guard let due = entries[index].due, due <= now else { continue }
      entries[index].isRunning = true
      entries[index].last = ScheduledRun(name: entries[index].work.name, startedAt: now)
      taken.append(entries[index].work)
    }
    return taken
  }

  /// Takes note of how a run ended and when the next is due; returns the run.
  package mutating func finish(_ name: String, outcome: String, at now: Int64) -> ScheduledRun? {
    guard let index = entries.firstIndex(where: { $0.work.name == name && $0.isRunning }) else { return nil }
    entries[index].isRunning = false
    entries[index].last?.finishedAt = now
    entries[index].last?.outcome = outcome
    let started = entries[index].last?.startedAt ?? now
    entries[index].due = nextDue(of: entries[index].work, after: started, at: now)
    return entries[index].last
  }

  /// When something is due next; nil when everything is under way.
  package var nextDue: Int64? { entries.lazy.filter { !$0.isRunning }.compactMap(\.due).min() }

  private func nextDue(of work: RecurringWork, after start: Int64, at now: Int64) -> Int64 {
    let base = min(start, now)
    return base + work.period + Int64(Double(work.period) * work.jitter * random())
  }
}
