internal import EventLoop
internal import Transport

/// All the counters of one connection against peers that make it work for nothing.
///
/// Each method notes one event and answers the limit it broke, or nil.
struct AbuseGuard {
  private static let tinyDataLength = 5
  private static let substantialDataLength = 1024

  private var resets: RateBudget
  private var settings: RateBudget
  private var tinyData: RateBudget
  private var uselessFrames: RateBudget
  private var windowUpdates: RateBudget
  private var glitches: RateBudget
  private var pings: PingPolicy

  init(_ limits: HTTP2Limits) {
    resets = RateBudget(limits.resets)
    settings = RateBudget(limits.settings)
    tinyData = RateBudget(limits.tinyData)
    uselessFrames = RateBudget(limits.uselessFrames)
    windowUpdates = RateBudget(limits.windowUpdates)
    glitches = RateBudget(limits.glitches)
    pings = PingPolicy(limits.pingInterval)
  }

  /// A stream was reset by either side.
  mutating func reset(_ now: MonotonicTime) -> Violation? {
    resets.spend(now) ? nil : Violation(limit: .resets, text: "stream resets: \(resets.description)")
  }

  /// SETTINGS arrived.
  mutating func settings(_ now: MonotonicTime) -> Violation? {
    settings.spend(now) ? nil : Violation(limit: .settings, text: "SETTINGS: \(settings.description)")
  }

  /// A PING arrived.
  mutating func ping(_ now: MonotonicTime) -> Violation? {
    pings.received(now) ? nil : Violation(limit: .pings, text: "too_many_pings")
  }

  /// A frame arrived that asks for nothing.
  mutating func uselessFrame(_ now: MonotonicTime) -> Violation? {
    if uselessFrames.spend(now) { return nil }
    return Violation(limit: .uselessFrames, text: "frames without use: \(uselessFrames.description)")
  }

  /// A WINDOW_UPDATE arrived.
  mutating func windowUpdate(_ now: MonotonicTime) -> Violation? {
    if windowUpdates.spend(now) { return nil }
    return Violation(limit: .windowUpdates, text: "WINDOW_UPDATE: \(windowUpdates.description)")
  }

  /// A frame or header block broke a rule, without ending the connection by that alone.
  mutating func glitch(_ now: MonotonicTime) -> Violation? {
    glitches.spend(now) ? nil : Violation(limit: .glitches, text: "broken rules: \(glitches.description)")
  }

  /// DATA with `length` bytes of body arrived.
  mutating func data(length: Int, endsStream: Bool, _ now: MonotonicTime) -> Violation? {
    if length >= Self.substantialDataLength { tinyData.refund() }
    guard length < Self.tinyDataLength, !endsStream else { return nil }
    if tinyData.spend(now) { return nil }
    return Violation(limit: .tinyData, text: "empty or tiny DATA: \(tinyData.description)")
  }

  /// This end has sent headers or data.
  mutating func sentWork() {
    pings.sentWork()
    windowUpdates.reset()
  }
}
