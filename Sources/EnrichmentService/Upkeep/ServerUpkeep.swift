import EventLoop
import Operations
import Population
import Storage

/// What a server does by the clock so often that nobody need remember when it last did: it keeps its copies in memory
/// fresh, its open streams few and its memory small, and goes on with what was begun.
struct ServerUpkeep: Sendable {
  let keys: KeyTable
  let catalogue: SegmentCatalogue
  /// Those of the store's keys and those of the sandbox's.
  let streams: [OpenStreams]
  let browsers: BrowserSessions
  let quotas: [QuotaTable]
  let watch: StoreWatch
  let forgetting: Forgetting
  let pool: BlockingPool
  let limits: ServiceLimits
  let clock: TimeSource

  /// The rows of the server's schedule.
  var works: [(work: RecurringWork, body: Scheduler.Body)] {
    [
      keyRefresh, catalogueRefresh, storeWatch, quietStreams, browserSessions, freedMemory, idleQuotas,
      unfinishedForgetting,
    ]
  }

  private typealias Work = (work: RecurringWork, body: Scheduler.Body)

  private var keyRefresh: Work {
    (
      Self.work("key_refresh", every: .milliseconds(500)),
      { now in
        // Also while the store cannot be read: what has expired is known.
        defer { for open in streams { open.end { keys.isValid($0, at: now) } } }
        try await keys.refresh()
        return ""
      }
    )
  }

  private var catalogueRefresh: Work {
    (
      Self.work("catalogue_refresh", every: .milliseconds(500)),
      { _ in
        try await catalogue.refresh()
        return ""
      }
    )
  }

  private var storeWatch: Work {
    (
      Self.work("store_watch", every: limits.storeWatch.interval),
      { now in
        await watch.look(now: now)
        return ""
      }
    )
  }

  private var quietStreams: Work {
    (
      Self.work("quiet_streams", every: .seconds(1)),
      { _ in
        for open in streams { open.endQuiet(at: .now()) }
        return ""
      }
    )
  }

  private var browserSessions: Work {
    (
      Self.work("browser_sessions", every: .seconds(1)),
      { _ in
        browsers.tend(at: .now())
        return ""
      }
    )
  }

  /// What gives freed memory back to the system once many streams have ended.
  private var freedMemory: Work {
    (
      Self.work("freed_memory", every: .seconds(5)),
      { _ in
        // Each is asked: the answer is true once.
        guard streams.count(where: { $0.takeEndOfMany() }) > 0 else { return "" }
        try await pool.run { FreedMemory.giveBack() }
        return "gave freed memory back"
      }
    )
  }

  /// What keeps little in memory of keys that do not call.
  private var idleQuotas: Work {
    (
      Self.work("idle_quotas", every: limits.keys.quotaTidying),
      { _ in
        for table in quotas { table.tidy(at: UInt64(clamping: MonotonicTime.now().nanoseconds)) }
        return ""
      }
    )
  }

  /// What goes on with forgetting where a caller was cut or an earlier server was killed.
  private var unfinishedForgetting: Work {
    (Self.work("forgetting", every: .seconds(5)), { _ in try await forgetting.goOn(clock: clock) })
  }

  private static func work(_ name: String, every period: Duration) -> RecurringWork {
    RecurringWork(name, every: period.wholeNanoseconds / 1_000, isRemembered: false)
  }
}
