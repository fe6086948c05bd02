package import Population
import Synchronization

/// A time that stands until a test moves it.
package final class TestTime: Sendable {
  private let microseconds: Mutex<Int64>

  /// A time that begins at `start`, in microseconds since 1970 UTC.
  package init(_ start: Int64 = TemporaryStore.cutOff) { microseconds = Mutex(start) }

  /// What is handed to whoever needs the time.
  package var source: TimeSource { TimeSource { self.now } }

  /// The time it stands at.
  package var now: Int64 { microseconds.withLock { $0 } }

  /// Moves it to a time, forward or back.
  package func move(to time: Int64) { microseconds.withLock { $0 = time } }

  /// Moves it by a length of time in microseconds.
  package func move(by length: Int64) { microseconds.withLock { $0 += length } }
}
