import CoreMetrics
import Synchronization

/// Keeps metrics in memory as a process that is scraped does: counters as sums, distributions as 64 buckets, one for
/// each power of two.
final class MemoryMetrics: MetricsFactory {
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { Sum() }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Distribution()
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { Distribution() }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

final class Sum: CounterHandler {
  private let sum = Atomic<Int64>(0)

  func increment(by amount: Int64) { sum.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { sum.store(0, ordering: .relaxed) }
}

final class Distribution: RecorderHandler, TimerHandler {
  private struct State {
    var buckets = [Int](repeating: 0, count: 64)
    var count = 0
    var sum = 0.0
  }

  private let state = Mutex(State())

  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }

  func record(_ value: Double) {
    state.withLock { state in
      state.buckets[value > 0 ? min(63, max(0, 32 + Int(value.exponent))) : 0] += 1
      state.count += 1
      state.sum += value
    }
  }
}
