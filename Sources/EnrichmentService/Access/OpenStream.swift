import EventLoop
import RPC
import Synchronization

/// One stream that a client holds open.
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
  /// Its call.
  let context: ServerContext
  private let heard: Atomic<Int64>

  /// A stream that has just been heard of.
  init(_ purpose: Purpose, keyID: String, _ context: ServerContext) {
    (self.purpose, self.keyID, self.context) = (purpose, keyID, context)
    heard = Atomic(MonotonicTime.now().nanoseconds)
  }

  /// Takes note that the client has sent something.
  func hear() { heard.store(MonotonicTime.now().nanoseconds, ordering: .relaxed) }

  /// When the client sent something last.
  var lastHeard: MonotonicTime { MonotonicTime(nanoseconds: heard.load(ordering: .relaxed)) }
}
