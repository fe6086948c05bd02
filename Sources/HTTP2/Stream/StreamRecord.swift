internal import EventLoop

/// What a session notes about a stream.
struct StreamRecord {
  /// The stream's place in the session's table.
  var position: Int {
    get { Int(place) }
    set { place = UInt32(truncatingIfNeeded: newValue) }
  }
  /// Received bytes that still hold the windows closed; no window is of more than 2^31 - 1.
  var unconsumed: Int {
    get { Int(received) }
    set { received = UInt32(clamping: newValue) }
  }
  /// Since when the handler has a beginning whose end must come soon.
  var inputIncompleteSince: MonotonicTime? {
    get { rare?.inputIncomplete }
    set { if newValue != nil || rare != nil { kept().inputIncomplete = newValue } }
  }
  /// Since when output waits and how much has been sent since then.
  var blocked: (since: MonotonicTime, sent: Int)? {
    get { rare?.blocked }
    set { if newValue != nil || rare != nil { kept().blocked = newValue } }
  }
  /// Since when the peer's windows keep the stream from sending; noted only where traffic is counted.
  var windowClosedSince: MonotonicTime? {
    get { rare?.windowClosed }
    set { if newValue != nil || rare != nil { kept().windowClosed = newValue } }
  }
  /// Since when the rest of a request is read only to be dropped, because its response is complete.
  var answeredSince: MonotonicTime? {
    get { rare?.answered }
    set { if newValue != nil || rare != nil { kept().answered = newValue } }
  }
  /// Set when this end resets the stream, with the reason to report.
  var localReset: StreamCloseReason? {
    get { rare?.localReset }
    set { if newValue != nil || rare != nil { kept().localReset = newValue } }
  }

  private var rare: RareRecord?
  /// What of the body is due.
  var body = BodyLength()
  private var place: UInt32 = 0
  private var received: UInt32 = 0
  /// Whether the stream exists for the peer: on a client not before its request headers have been sent.
  var isOpened = true
  /// Whether the first header block has a `host`.
  var hasHost = false
  /// Whether the first header block is complete.
  var hasHead = false
  /// Whether the peer has ended its direction.
  var hasPeerEnded = false

  /// Takes note of body bytes that were sent.
  func progresses(by count: Int) {
    rare?.blocked?.sent += count
  }

  private mutating func kept() -> RareRecord {
    if let rare { return rare }
    let made = RareRecord()
    rare = made
    return made
  }
}

/// What most streams never need a place for.
private final class RareRecord {
  var inputIncomplete: MonotonicTime?
  var blocked: (since: MonotonicTime, sent: Int)?
  var windowClosed: MonotonicTime?
  var answered: MonotonicTime?
  var localReset: StreamCloseReason?
}
