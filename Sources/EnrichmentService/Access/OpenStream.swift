import EventLoop
import RPC
import Synchronization

/// One stream that a client holds open, or a session of a browser, whose stream is the server's own.
final class OpenStream: Sendable {
  /// What a stream is for.
  enum Purpose: Sendable {
    /// `EnrichRealTime`.
    case session
    /// `RecordActions`.
    case recording
  }

  /// What it is for.
  let purpose: Purpose
  /// The key that it was opened with.
  let keyID: String
  /// Ends it with an error, from outside of what works on it.
  let end: @Sendable (RPCError) -> Void
  private let heard: Atomic<Int64>

  /// A stream that has just been heard of.
  init(_ purpose: Purpose, keyID: String, ending end: @escaping @Sendable (RPCError) -> Void) {
    (self.purpose, self.keyID, self.end) = (purpose, keyID, end)
    heard = Atomic(MonotonicTime.now().nanoseconds)
  }

  /// Takes note that the client has sent something.
  func hear() { heard.store(MonotonicTime.now().nanoseconds, ordering: .relaxed) }

  /// When the client sent something last.
  var lastHeard: MonotonicTime { MonotonicTime(nanoseconds: heard.load(ordering: .relaxed)) }
}
