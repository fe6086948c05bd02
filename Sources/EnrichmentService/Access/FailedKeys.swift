import Synchronization

/// Slows down who shows wrong keys: ten failures a minute from one network, twenty at once (GCRA). Whoever shows a valid
/// key is not looked up here, so that nobody is shut out by others behind the same address.
package final class FailedKeys: Sendable {
  /// Nanoseconds between two failures that go on for ever.
  static let interval: UInt64 = 6_000_000_000
  /// Failures at once.
  static let burst: UInt64 = 20
  /// Most addresses that are remembered; beyond it further ones share one allowance.
  static let mostAddresses = 4_096

  /// The theoretical arrival time of each address, nanoseconds of a monotonic clock.
  private let arrivals = Mutex<[String: UInt64]>([:])

  /// Nobody has failed yet.
  package init() {}

  /// Counts a failure from an address at `now`, monotonic nanoseconds. Returns how long to wait where it is one too many,
  /// which is then not counted.
  package func wait(from address: String, at now: UInt64) -> UInt64? {
    arrivals.withLock { arrivals in
      let name = Self.place(for: address, in: &arrivals, at: now)
      let next = max(arrivals[name] ?? now, now) + Self.interval
      let latest = now + Self.burst * Self.interval
      guard next <= latest else { return next - latest }
      arrivals[name] = next
      return nil
    }
  }

  /// Where an address is counted; those that have nothing left to wait for make room.
  private static func place(for address: String, in arrivals: inout [String: UInt64], at now: UInt64) -> String {
    guard arrivals[address] == nil, arrivals.count >= mostAddresses else { return address }
    arrivals = arrivals.filter { $0.value > now }
    return arrivals.count < mostAddresses ? address : ""
  }
}
