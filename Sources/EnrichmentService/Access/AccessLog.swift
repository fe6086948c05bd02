import Glibc
package import Population
package import RPC
import Synchronization

/// One line of JSON per call, with the request id and never a key.
///
/// Lines gather in memory until `flush` is called, ten times a second by the schedule; when more than the bound waits, lines are
/// dropped and their number is logged.
package final class AccessLog: ServerInterceptor {
  private struct Pending {
    var bytes: [UInt8] = []
    var dropped = 0
  }

  private let pending = Mutex(Pending())
  private let descriptor: Int32
  private let bound: Int
  private let clock: TimeSource

  /// Writes to an open descriptor, by default standard error; lines carry times of `clock`.
  ///
  /// - Parameter bound: bytes that may wait to be written.
  package init(clock: TimeSource, descriptor: Int32 = STDERR_FILENO, bound: Int = 8 << 20) {
    (self.clock, self.descriptor, self.bound) = (clock, descriptor, bound)
  }

  package func finish(_ context: ServerContext, _ outcome: CallOutcome) {
    let line = AccessLogLine(context, outcome, at: clock.now).bytes
    pending.withLock { pending in
      guard pending.bytes.count + line.count < bound else { return pending.dropped += 1 }
      pending.bytes.append(contentsOf: line)
    }
  }

  /// Writes what has gathered.
  package func flush() {
    let (bytes, dropped) = pending.withLock { pending in
      defer { (pending.bytes, pending.dropped) = ([], 0) }
      return (pending.bytes, pending.dropped)
    }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      written += count
    }
    if dropped > 0 {
      let note = Array("{\"event\":\"access_log_dropped\",\"lines\":\(dropped)}\n".utf8)
      _ = write(descriptor, note, note.count)
    }
  }
}
