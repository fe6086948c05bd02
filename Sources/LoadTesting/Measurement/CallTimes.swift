package import EventLoop

/// One call as it was measured.
package struct CallTimes: Sendable {
  /// When it was due; in a closed loop, when its worker was free to send it.
  package var due: MonotonicTime
  /// When it was handed to the channel.
  package var sent: MonotonicTime
  /// When its status was there.
  package var ended: MonotonicTime
  /// How it ended.
  package var end: CallEnd
}
