internal import Glibc

/// A point on the machine's monotonic clock (`CLOCK_MONOTONIC`): never set back, meaningless on another machine.
public struct MonotonicTime: Sendable, Hashable, Comparable {
  /// Nanoseconds since an unspecified start, usually the machine's boot.
  public let nanoseconds: Int64

  /// The point `nanoseconds` after the clock's start.
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The clock read now.
  public static func now() -> MonotonicTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
  }

  /// The point no clock reaches: a deadline that never comes.
  public static let distantFuture = MonotonicTime(nanoseconds: .max)

  /// Whether `left` comes before `right`.
  public static func < (left: MonotonicTime, right: MonotonicTime) -> Bool { left.nanoseconds < right.nanoseconds }

  /// The point `duration` after `time`; sums beyond the range stop at its end.
  public static func + (time: MonotonicTime, duration: Duration) -> MonotonicTime {
    time.advanced(nanoseconds: duration.wholeNanoseconds)
  }

  /// The point so many nanoseconds later; sums beyond the range stop at its end.
  public func advanced(nanoseconds distance: Int64) -> MonotonicTime {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(distance)
    guard overflow else { return MonotonicTime(nanoseconds: sum) }
    return distance < 0 ? MonotonicTime(nanoseconds: .min) : .distantFuture
  }

  /// The time that lies between two points, negative when `left` comes first.
  public static func - (left: MonotonicTime, right: MonotonicTime) -> Duration {
    .nanoseconds(left.nanoseconds.subtractingReportingOverflow(right.nanoseconds).partialValue)
  }
}

extension Duration {
  /// The duration in whole nanoseconds, rounded towards zero and held within the range of `Int64` (292 years).
  public var wholeNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    guard !overflow, !carried else { return seconds < 0 ? .min : .max }
    return sum
  }
}
