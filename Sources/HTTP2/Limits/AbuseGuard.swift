internal import EventLoop

/// All the counters of one connection against peers that make it work for nothing.
///
/// Each method notes one event and answers the limit it broke, in words, or nil.
struct AbuseGuard {
  private static let tinyDataLength = 5
  private static let substantialDataLength = 1024

  private var resets: RateBudget
  private var settings: RateBudget
  private var tinyData: RateBudget
  private var uselessFrames: RateBudget
  private var windowUpdates: RateBudget
  private var pings: PingPolicy

  init(_ limits: HTTP2Limits) {
    resets = RateBudget(limits.resets)
    settings = RateBudget(limits.settings)
    tinyData = RateBudget(limits.tinyData)
    uselessFrames = RateBudget(limits.uselessFrames)
    windowUpdates = RateBudget(limits.windowUpdates)
    pings = PingPolicy(limits.pingInterval)
  }

  /// A stream was reset by either side.
  mutating func reset(_ now: MonotonicTime) -> String? {
    resets.spend(now) ? nil : "stream resets: \(resets.description)"
  }

  /// SETTINGS arrived.
  mutating func settings(_ now: MonotonicTime) -> String? {
    settings.spend(now) ? nil : "SETTINGS: \(settings.description)"
  }

  /// A PING arrived.
  mutating func ping(_ now: MonotonicTime) -> String? { pings.received(now) ? nil : "too_many_pings" }

  /// A frame arrived that asks for nothing.
  mutating func uselessFrame(_ now: MonotonicTime) -> String? {
    uselessFrames.spend(now) ? nil : "frames without use: \(uselessFrames.description)"
  }

  /// A WINDOW_UPDATE arrived.
  mutating func windowUpdate(_ now: MonotonicTime) -> String? {
    windowUpdates.spend(now) ? nil : "WINDOW_UPDATE: \(windowUpdates.description)"
  }

  /// DATA with `length` bytes of body arrived.
  mutating func data(length: Int, endsStream: Bool, _ now: MonotonicTime) -> String? {
    if length >= Self.substantialDataLength { tinyData.refund() }
    guard length < Self.tinyDataLength, !endsStream else { return nil }
    return tinyData.spend(now) ? nil : "empty or tiny DATA: \(tinyData.description)"
  }

  /// This end has sent headers or data.
  mutating func sentWork() {
    pings.sentWork()
    windowUpdates.reset()
  }
}
