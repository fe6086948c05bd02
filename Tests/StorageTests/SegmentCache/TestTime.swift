import Storage
import Synchronization

/// A clock that moves only when told, and chance that is always in the middle: lifetimes are nominal then.
final class TestTime: Sendable {
  private let now = Mutex<Int64>(1_000_000)
  private let chance = Mutex(0.5)

  /// µs, monotonic and wall alike.
  var time: Int64 {
    get { now.withLock { $0 } }
    set { now.withLock { $0 = newValue } }
  }

  /// What is drawn next, and from then on.
  func draw(_ value: Double) { chance.withLock { $0 = value } }

  /// Lets time pass.
  func pass(seconds: Int64) { now.withLock { $0 += seconds * 1_000_000 } }

  /// The clock to hand in.
  var clock: CacheClock {
    CacheClock(monotonic: { self.time }, wall: { self.time + 7_000 }, random: { self.chance.withLock { $0 } })
  }
}

/// A loader that counts its calls and waits at a gate while that is closed.
final class CountingLoader: Sendable {
  private struct State {
    var calls = 0
    var isOpen = true
    var waiting: [CheckedContinuation<Void, Never>] = []
    var result: Result<[UInt8]?, StoreError> = .success([1])
  }

  private let state = Mutex(State())

  /// Times it was called.
  var calls: Int { state.withLock { $0.calls } }

  /// Calls that wait at the gate.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// What calls return from now on.
  func answer(_ result: Result<[UInt8]?, StoreError>) { state.withLock { $0.result = result } }

  /// Calls wait from now on.
  func closeGate() { state.withLock { $0.isOpen = false } }

  /// Lets all calls go on.
  func openGate() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for one in waiting { one.resume() }
  }

  /// The loader to hand in.
  var load: SegmentCache.Loader {
    {
      await self.pass()
      return try self.state.withLock { $0.result }.get()
    }
  }

  private func pass() async {
    await withCheckedContinuation { continuation in
      let passes = state.withLock { state in
        state.calls += 1
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if passes { continuation.resume() }
    }
  }
}

/// Lets other tasks run until the condition holds; gives up after half a minute.
func eventually(_ holds: () async -> Bool) async -> Bool {
  for turn in 0..<40_000 {
    if await holds() { return true }
    if turn < 10_000 { await Task.yield() } else { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return false
}

/// The error a call throws, or `nil` when it throws none.
func storeError<Value>(_ body: () async throws -> Value) async -> StoreError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? StoreError
  }
}
