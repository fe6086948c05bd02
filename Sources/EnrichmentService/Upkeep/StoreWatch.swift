import EventLoop
import Logging
import RPC
import Storage
import Synchronization

/// Sees whether the store can be written and tells: an operator in the log, others by the health of the server.
final class StoreWatch: Sendable {
  private struct State {
    var failures: Int64 = 0
    var writes: Int64 = 0
    /// When a write was last seen or tried; `nil` before the first look.
    var lastWrite: Int64?
    var isWritable = true
  }

  private let store: any WatchedStore
  private let health: HealthService
  private let services: [String]
  private let times: StoreWatchTimes
  private let logger: Logger
  private let state = Mutex(State())

  /// Watches a store whose failing makes these services unready.
  init(
    _ store: any WatchedStore, health: HealthService, services: [String], times: StoreWatchTimes, logger: Logger
  ) {
    (self.store, self.health, self.services) = (store, health, services)
    (self.times, self.logger) = (times, logger)
  }

  /// Looks once; `now` is µs since 1970 UTC.
  func look(now: Int64) async {
    if isDue(now) { try? await store.tryWriting(at: now) }
    let condition = store.condition
    let (failures, turned) = state.withLock { state in
      defer {
        (state.failures, state.isWritable) = (condition.failures, condition.isWritable)
        state.writes = condition.writes
      }
      return (condition.failures - state.failures, condition.isWritable != state.isWritable)
    }
    if failures > 0, let last = condition.lastFailure {
      logger.error("the store failed", metadata: ["failures": "\(failures)", "cause": "\(last)"])
    }
    guard turned else { return }
    for service in services { health.setStatus(service: service, condition.isWritable ? .serving : .notServing) }
    if condition.isWritable {
      logger.notice("ready: the store can be written again")
    } else {
      logger.error("not ready: the store cannot be written")
    }
  }

  private func isDue(_ now: Int64) -> Bool {
    let condition = store.condition
    return state.withLock { state in
      if condition.writes != state.writes { (state.writes, state.lastWrite) = (condition.writes, now) }
      let pause = (condition.isWritable ? times.quiet : times.retry).wholeNanoseconds / 1_000
      // A clock that was set back must not put it off.
      if let last = state.lastWrite, now >= last, now - last < pause { return false }
      state.lastWrite = now
      return true
    }
  }
}
