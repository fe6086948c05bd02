import Glibc

/// The times and the chance a cache works with; tests hand in their own.
package struct CacheClock: Sendable {
  /// A time that never goes back, µs from any start.
  package let monotonic: @Sendable () -> Int64
  /// µs since 1970 UTC, for what outlives the process.
  package let wall: @Sendable () -> Int64
  /// A number drawn evenly from `0..<1`.
  package let random: @Sendable () -> Double

  /// A clock made of functions.
  package init(
    monotonic: @escaping @Sendable () -> Int64, wall: @escaping @Sendable () -> Int64,
    random: @escaping @Sendable () -> Double
  ) {
    self.monotonic = monotonic
    self.wall = wall
    self.random = random
  }

  /// The system's.
  package static let system = CacheClock(
    monotonic: { microseconds(CLOCK_MONOTONIC) }, wall: { microseconds(CLOCK_REALTIME) },
    random: { Double.random(in: 0..<1) })

  private static func microseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
