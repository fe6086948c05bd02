internal import EventLoop

/// What a session notes about a stream.
struct StreamRecord {
  /// The stream's place in the session's table.
  var position = 0
  /// Received bytes that still hold the windows closed.
  var unconsumed = 0
  /// Whether the stream exists for the peer: on a client not before its request headers have been sent.
  var isOpened = true
  /// Whether the first header block is complete.
  var hasHead = false
  /// Whether the peer has ended its direction.
  var hasPeerEnded = false
  /// Set when this end resets the stream, with the reason to report.
  var localReset: StreamCloseReason?
  /// Since when output waits and how much had been sent in all at that time.
  var blocked: (since: MonotonicTime, sent: Int)?
  /// Since when the peer's windows keep the stream from sending; noted only where traffic is counted.
  var windowClosedSince: MonotonicTime?
  /// Since when the rest of a request is read only to be dropped, because its response is complete.
  var answeredSince: MonotonicTime?
  /// How many body bytes have been sent.
  var sent = 0
}
