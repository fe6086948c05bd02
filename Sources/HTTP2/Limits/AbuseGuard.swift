internal import EventLoop
internal import Transport

/// All the counters of one connection against peers that make it work for nothing.
///
/// What a peer may waste is measured by what comes of its work: each call that ends in order pays for one event more of
/// every kind that honest peers cause call by call. Each method notes one event and answers the limit it broke, or nil.
struct AbuseGuard {
  private static let tinyDataLength = 5
  private static let substantialDataLength = 1024

  private var resets: RateBudget
  /// How many streams too many are refused or reset before the connection ends.
  private let patience: Int
  private var settings: RateBudget
  private var tinyData: RateBudget
  private var uselessFrames: RateBudget
  private var windowUpdates: RateBudget
  private var glitches: RateBudget
  private var pings: PingPolicy
  /// Calls that have ended in order.
  private var finished = 0
  /// Whether the resets are more than is allowed, or were when a stream was opened last.
  private var isOverdrawn = false

  /// The counters of a connection that opens now.
  init(_ limits: HTTP2Limits, _ now: MonotonicTime) {
    resets = RateBudget(limits.resets, from: now)
    patience = (limits.resets?.count ?? 0) / 4
    settings = RateBudget(limits.settings, from: now)
    tinyData = RateBudget(limits.tinyData, from: now)
    uselessFrames = RateBudget(limits.uselessFrames, from: now)
    windowUpdates = RateBudget(limits.windowUpdates, from: now)
    glitches = RateBudget(limits.glitches, from: now)
    pings = PingPolicy(limits.pingInterval)
  }

  /// A call has ended in order.
  mutating func callFinished() { finished &+= 1 }

  /// A stream was reset by either side before anything came of it, or refused for the resets before.
  mutating func reset(_ now: MonotonicTime) -> Violation? {
    guard !resets.spend(now, earned: finished) else { return nil }
    isOverdrawn = true
    guard resets.overdraft(earned: finished) > patience else { return nil }
    return Violation(limit: .resets, text: "stream resets: \(resets.description)", letsCallsFinish: true)
  }

  /// Whether a stream that is being opened is to be refused: more were reset than is allowed.
  mutating func refusesStream(_ now: MonotonicTime) -> Bool {
    guard isOverdrawn else { return false }
    isOverdrawn = !resets.hasRoom(now, earned: finished)
    return isOverdrawn
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
    if uselessFrames.spend(now, earned: finished) { return nil }
    return Violation(limit: .uselessFrames, text: "frames without use: \(uselessFrames.description)")
  }

  /// A WINDOW_UPDATE arrived.
  mutating func windowUpdate(_ now: MonotonicTime) -> Violation? {
    if windowUpdates.spend(now) { return nil }
    return Violation(limit: .windowUpdates, text: "WINDOW_UPDATE: \(windowUpdates.description)")
  }

  /// A frame or header block broke a rule, without ending the connection by that alone.
  mutating func glitch(_ now: MonotonicTime) -> Violation? {
    if glitches.spend(now, earned: finished) { return nil }
    return Violation(limit: .glitches, text: "broken rules: \(glitches.description)", letsCallsFinish: true)
  }

  /// DATA with `length` bytes of body arrived.
  mutating func data(length: Int, endsStream: Bool, _ now: MonotonicTime) -> Violation? {
    if length >= Self.substantialDataLength { tinyData.refund() }
    guard length < Self.tinyDataLength, !endsStream else { return nil }
    if tinyData.spend(now, earned: finished) { return nil }
    return Violation(limit: .tinyData, text: "empty or tiny DATA: \(tinyData.description)")
  }

  /// This end has sent headers or data.
  mutating func sentWork() {
    pings.sentWork()
    windowUpdates.reset()
  }
}
