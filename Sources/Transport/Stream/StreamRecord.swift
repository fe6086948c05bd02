public import EventLoop

/// What an engine notes about a stream.
///
/// Engines look here for every frame: only of a type that is usable from inline are `package` members inlined elsewhere.
@usableFromInline package struct StreamRecord {
  /// The stream's place in the engine's table.
  @inlinable package var position: Int {
    get { Int(place) }
    set { place = UInt32(truncatingIfNeeded: newValue) }
  }
  /// Received bytes that still hold the windows closed; no window is of more than 2^31 - 1.
  @inlinable package var unconsumed: Int {
    get { Int(received) }
    set { received = UInt32(clamping: newValue) }
  }
  /// Since when the handler has a beginning whose end must come soon.
  @inlinable package var inputIncompleteSince: MonotonicTime? {
    get { rare?.inputIncomplete }
    set { if newValue != nil || rare != nil { kept().inputIncomplete = newValue } }
  }
  /// Since when output waits and how much has been sent since then.
  @inlinable package var blocked: (since: MonotonicTime, sent: Int)? {
    get { rare?.blocked }
    set { if newValue != nil || rare != nil { kept().blocked = newValue } }
  }
  /// Since when the peer's windows keep the stream from sending; noted only where traffic is counted.
  @inlinable package var windowClosedSince: MonotonicTime? {
    get { rare?.windowClosed }
    set { if newValue != nil || rare != nil { kept().windowClosed = newValue } }
  }
  /// Since when the rest of a request is read only to be dropped, because its response is complete.
  @inlinable package var answeredSince: MonotonicTime? {
    get { rare?.answered }
    set { if newValue != nil || rare != nil { kept().answered = newValue } }
  }
  /// Set when this end resets the stream, with the reason to report.
  @inlinable package var localReset: StreamCloseReason? {
    get { rare?.localReset }
    set { if newValue != nil || rare != nil { kept().localReset = newValue } }
  }

  @usableFromInline var rare: RareRecord?
  /// What of the body is due.
  package var body = BodyLength()
  @usableFromInline var place: UInt32 = 0
  @usableFromInline var received: UInt32 = 0
  /// Whether the stream exists for the peer: on a client not before its request headers have been sent.
  package var isOpened = true
  /// Whether the first header block has a `host`.
  package var hasHost = false
  /// Whether the first header block is complete.
  package var hasHead = false
  /// Whether the peer's direction ends with its first header block.
  package var endsWithHead = false
  /// Whether the peer has ended its direction.
  package var hasPeerEnded = false
  /// Whether something of the response's body has left.
  package var hasSentBody = false
  /// When the peer opened the stream; noted only where the peer is judged by what it opens.
  package var opened = MonotonicTime(nanoseconds: 0)

  /// Nothing noted.
  package init() {}

  /// Takes note of body bytes that were sent.
  @inlinable package func progresses(by count: Int) {
    rare?.blocked?.sent += count
  }

  @usableFromInline mutating func kept() -> RareRecord {
    if let rare { return rare }
    let made = RareRecord()
    rare = made
    return made
  }
}

/// What most streams never need a place for.
@usableFromInline final class RareRecord {
  @usableFromInline var inputIncomplete: MonotonicTime?
  @usableFromInline var blocked: (since: MonotonicTime, sent: Int)?
  @usableFromInline var windowClosed: MonotonicTime?
  @usableFromInline var answered: MonotonicTime?
  @usableFromInline var localReset: StreamCloseReason?
}
