import EventLoop
import Synchronization

/// Slows down who shows wrong keys, as `KeyLimits` allows for each network (GCRA). Whoever shows a valid key is not looked
/// up here, so that nobody is shut out by others behind the same address.
package final class FailedKeys: Sendable {
  /// Nanoseconds between two failures that go on for ever.
  private let interval: UInt64
  /// How far failures may run ahead of that, in nanoseconds.
  private let tolerance: UInt64
  private let mostAddresses: Int

  /// The theoretical arrival time of each address, nanoseconds of a monotonic clock.
  private let arrivals = Mutex<[String: UInt64]>([:])

  /// Nobody has failed yet.
  package init(limits: KeyLimits = KeyLimits()) {
    interval = UInt64(clamping: limits.wrongKeyInterval.wholeNanoseconds)
    tolerance = UInt64(clamping: max(1, limits.wrongKeysAtOnce)).multipliedReportingOverflow(by: interval).partialValue
    mostAddresses = limits.rememberedNetworks
  }

  /// Counts a failure from an address at `now`, monotonic nanoseconds. Returns how long to wait where it is one too many,
  /// which is then not counted.
  package func wait(from address: String, at now: UInt64) -> UInt64? {
    arrivals.withLock { arrivals in
      let name = place(for: address, in: &arrivals, at: now)
      let next = max(arrivals[name] ?? now, now) + interval
      let latest = now + tolerance
      guard next <= latest else { return next - latest }
      arrivals[name] = next
      return nil
    }
  }

  /// Where an address is counted; those that have nothing left to wait for make room.
  private func place(for address: String, in arrivals: inout [String: UInt64], at now: UInt64) -> String {
    guard arrivals[address] == nil, arrivals.count >= mostAddresses else { return address }
    arrivals = arrivals.filter { $0.value > now }
    return arrivals.count < mostAddresses ? address : ""
  }
}
