/// Latencies of one worker, exact to the nanosecond, and what its calls ended with.
struct LatencyRecorder: Sendable {
  /// Nanoseconds of each successful call.
  private(set) var nanoseconds: [UInt64] = []
  /// Calls by status.
  private(set) var outcomes: [String: Int] = [:]

  /// Takes note of a call that succeeded.
  mutating func succeeded(after duration: UInt64) {
    nanoseconds.append(duration)
    outcomes["OK", default: 0] += 1
  }

  /// Takes note of a call that failed.
  mutating func failed(with status: String) {
    outcomes[status, default: 0] += 1
  }

  /// Adds what another worker saw.
  mutating func merge(_ other: LatencyRecorder) {
    nanoseconds.append(contentsOf: other.nanoseconds)
    outcomes.merge(other.outcomes, uniquingKeysWith: +)
  }
}

/// The table a run ends with.
struct LatencyReport: Sendable {
  private let sorted: [UInt64]
  private let outcomes: [String: Int]
  private let seconds: Double

  /// A report of everything recorded in `seconds`.
  init(_ recorder: LatencyRecorder, seconds: Double) {
    sorted = recorder.nanoseconds.sorted()
    outcomes = recorder.outcomes
    self.seconds = seconds
  }

  /// Calls that failed.
  var failures: Int { outcomes.filter { $0.key != "OK" }.values.reduce(0, +) }
  /// Calls that succeeded.
  var successes: Int { sorted.count }

  /// The latency that a share `p` of the calls did not exceed, in milliseconds; nil without calls.
  func percentile(_ p: Double) -> Double? {
    guard !sorted.isEmpty else { return nil }
    let rank = Int((p * Double(sorted.count)).rounded(.up)) - 1
    return Double(sorted[min(max(rank, 0), sorted.count - 1)]) / 1e6
  }

  /// The table, a line each.
  func lines(unit: String) -> [String] {
    var lines = ["\(successes) \(unit) in \(fixed(seconds, 2)) s: \(fixed(Double(successes) / seconds, 0)) per second"]
    let shares: [(String, Double)] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1)]
    lines += shares.compactMap { name, share in
      percentile(share).map { "  \(padded(name, 6)) \(fixed($0, 3)) ms" }
    }
    lines += outcomes.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
    return lines
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return "\(scaled)" }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
