import Glibc
package import Population

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

  /// The clock of a running server: its own source of time for what outlives the process, the system's for the rest.
  package static func running(_ wall: TimeSource) -> CacheClock {
    CacheClock(monotonic: monotonicMicroseconds, wall: { wall.now }, random: { Double.random(in: 0..<1) })
  }

  private static func monotonicMicroseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }
}
