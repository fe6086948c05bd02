internal import Glibc
internal import Synchronization

/// CPU time of this process, user and system, since a moment that can be set anew.
final class CPUClock: Sendable {
  private let origin = Mutex(CPUClock.now())

  /// Seconds since the clock was made or set.
  var seconds: Double { Self.now() - origin.withLock { $0 } }

  /// Counts from now on.
  func restart() {
    let now = Self.now()
    origin.withLock { $0 = now }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
