package import EventLoop
import Glibc
import Synchronization

/// Where the lines of a program's log go: they gather in memory and one thread writes them, ten times a second.
///
/// Whoever logs never waits, whatever reads the lines or does not: when more than the bound waits, lines are dropped, and
/// their number is written in their place.
package final class LogOutput: Sendable {
  private struct Waiting {
    var bytes: [UInt8] = []
    var dropped = 0
    /// Whether the thread has something to do or is at it.
    var isBusy = false
  }

  private let waiting = Mutex(Waiting())
  private let descriptor: Int32
  private let bound: Int
  private let thread: BlockingPool

  /// Time between two writes, in microseconds.
  private static let pause: UInt32 = 100_000

  /// Writes to an open descriptor, by default standard error.
  ///
  /// - Parameter bound: bytes that may wait to be written.
  /// - Throws: `SocketError` when the system gives no thread.
  package init(descriptor: Int32 = STDERR_FILENO, bound: Int = 8 << 20) throws(SocketError) {
    (self.descriptor, self.bound) = (descriptor, bound)
    thread = try BlockingPool(name: "log", threads: 1)
  }

  deinit { thread.shutdown() }

  /// Lines a line up, which ends with a line feed.
  package func write(_ line: [UInt8]) {
    let isFirst = waiting.withLock { waiting in
      guard waiting.bytes.count + line.count < bound else {
        waiting.dropped += 1
        return false
      }
      waiting.bytes.append(contentsOf: line)
      defer { waiting.isBusy = true }
      return !waiting.isBusy
    }
    if isFirst { _ = thread.submit { self.work() } }
  }

  /// Waits until everything is written, or the time is over: then false.
  package func flush(within time: Duration) async -> Bool {
    let end = ContinuousClock.now + time
    while waiting.withLock({ $0.isBusy }) {
      guard ContinuousClock.now < end else { return false }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return true
  }

  private func work() {
    while true {
      usleep(Self.pause)
      let (bytes, dropped) = waiting.withLock { waiting in
        defer { (waiting.bytes, waiting.dropped) = ([], 0) }
        return (waiting.bytes, waiting.dropped)
      }
      put(bytes)
      if dropped > 0 { put(Array("{\"event\":\"log_lines_dropped\",\"lines\":\(dropped)}\n".utf8)) }
      let isDone = waiting.withLock { waiting in
        waiting.isBusy = !waiting.bytes.isEmpty || waiting.dropped > 0
        return !waiting.isBusy
      }
      if isDone { return }
    }
  }

  /// Blocks as long as nobody reads; what cannot be written at all is lost.
  private func put(_ bytes: [UInt8]) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { written += count }
      if count < 0, errno == EAGAIN { usleep(Self.pause) }
      guard count > 0 || errno == EINTR || errno == EAGAIN else { return }
    }
  }
}
