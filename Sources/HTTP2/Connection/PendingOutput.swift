internal import EventLoop

/// Output that a socket did not take. It must be offered again unchanged and first.
struct PendingOutput {
  private var bytes: [UInt8] = []
  private var offset = 0
  private var since: MonotonicTime?
  private var sentSince = 0

  /// Whether nothing waits.
  var isEmpty: Bool { offset == bytes.count }

  /// Keeps what is left of a write.
  mutating func keep(_ rest: UnsafeRawBufferPointer, _ now: MonotonicTime) {
    unsafe bytes.append(contentsOf: rest)
    since = now
    sentSince = 0
  }

  /// Offers what waits to `write`, which answers how many bytes were taken.
  mutating func offer(_ now: MonotonicTime, _ write: (UnsafeRawBufferPointer) -> IOResult) -> IOResult {
    let result = unsafe bytes.withUnsafeBytes { unsafe write(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
    guard case .bytes(let count) = result else { return result }
    offset += count
    sentSince += count
    if sentSince >= Session.leastProgress { (since, sentSince) = (now, 0) }
    if isEmpty { self = PendingOutput() }
    return result
  }

  /// Whether next to nothing has left for `limit`.
  func isStalled(_ now: MonotonicTime, _ limit: Duration) -> Bool { since.map { now >= $0 + limit } ?? false }
}
