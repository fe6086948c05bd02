import Logging
import RPC
import Storage
import Synchronization
import Testing

@testable import EnrichmentService

/// A store whose writing fails when it is told to.
private final class FailingStore: WatchedStore {
  let state = Mutex(StoreCondition())
  let failure = Mutex<StoreError?>(nil)

  var condition: StoreCondition { state.withLock { $0 } }

  func tryWriting(at now: Int64) async throws(StoreError) {
    if let failure = failure.withLock({ $0 }) {
      state.withLock { $0.note(failure, isWrite: true) }
      throw failure
    }
    state.withLock { $0.noteWrite() }
  }
}

@Suite("the watch over the store", .timeLimit(.minutes(1)))
struct StoreWatchTests {
  @Test("health says NOT_SERVING while the store cannot be written, and SERVING when it can again")
  func readiness() async throws {
    let (store, health) = (FailingStore(), HealthService())
    let watch = StoreWatch(
      store, health: health, services: ["", "s"], times: StoreWatchTimes(), logger: Logger(label: "test"))
    func statuses() -> [HealthService.ServingStatus] { ["", "s"].compactMap { health.status(of: $0) } }
    await watch.look(now: 0)
    #expect(store.condition.writes == 1)
    store.failure.withLock { $0 = .outage(StoreOutage(.full, "")) }
    await watch.look(now: 5_000_000)
    #expect(store.condition.failures == 0, "a store that was written to just now is not tried")
    await watch.look(now: 11_000_000)
    #expect(store.condition.failures == 1)
    #expect(statuses() == [.notServing, .notServing])
    store.failure.withLock { $0 = nil }
    await watch.look(now: 11_500_000)
    #expect(statuses() == [.notServing, .notServing])
    await watch.look(now: 12_500_000)
    #expect(statuses() == [.serving, .serving])
  }

  @Test("a row is tried after the times that were set, the shorter one while the store fails")
  func times() async throws {
    let store = FailingStore()
    var times = StoreWatchTimes()
    (times.quiet, times.retry) = (.seconds(3), .milliseconds(200))
    let watch = StoreWatch(
      store, health: HealthService(), services: [], times: times, logger: Logger(label: "test"))
    var writes: [Int64] = []
    for time in [0, 2_900_000, 3_000_000] as [Int64] {
      await watch.look(now: time)
      writes.append(store.condition.writes)
    }
    #expect(writes == [1, 1, 2])
    store.failure.withLock { $0 = .outage(StoreOutage(.full, "")) }
    var failures: [Int64] = []
    for time in [6_000_000, 6_199_999, 6_200_000] as [Int64] {
      await watch.look(now: time)
      failures.append(store.condition.failures)
    }
    #expect(failures == [1, 1, 2])
  }
}
