import Population
import Glibc
import WireFormat

/// The clock of the wall.
package enum WallClock {
  /// Microseconds since 1970 UTC.
  package static func microseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  /// The UTC calendar year of now.
  package static func year() -> Int { year(of: microseconds()) }

  /// The UTC calendar year of a time in microseconds since 1970 UTC.
  package static func year(of time: Int64) -> Int { CivilTime(microseconds: time).date.year }
}
