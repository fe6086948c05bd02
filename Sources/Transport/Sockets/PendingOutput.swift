package import EventLoop

/// Output that a socket did not take. It must be offered again unchanged and first.
@usableFromInline package struct PendingOutput {
  @usableFromInline private(set) var bytes: [UInt8] = []
  @usableFromInline private(set) var offset = 0
  private var since: MonotonicTime?
  private var sentSince = 0

  /// Nothing waits.
  package init() {}

  /// Whether nothing waits.
  @inlinable package var isEmpty: Bool { offset == bytes.count }

  /// Keeps what is left of a write.
  package mutating func keep(_ rest: UnsafeRawBufferPointer, _ now: MonotonicTime) {
    unsafe bytes.append(contentsOf: rest)
    since = now
    sentSince = 0
  }

  /// Offers what waits to `write`, which answers how many bytes were taken.
  package mutating func offer(_ now: MonotonicTime, _ write: (UnsafeRawBufferPointer) -> IOResult) -> IOResult {
    let result = unsafe bytes.withUnsafeBytes { unsafe write(UnsafeRawBufferPointer(rebasing: $0[offset...])) }
    guard case .bytes(let count) = result else { return result }
    offset += count
    sentSince += count
    if sentSince >= ConnectionLimits.leastProgress { (since, sentSince) = (now, 0) }
    if isEmpty { self = PendingOutput() }
    return result
  }

  /// Whether next to nothing has left for `limit`.
  package func isStalled(_ now: MonotonicTime, _ limit: Duration) -> Bool { since.map { now >= $0 + limit } ?? false }
}
