/// Admits at most `limit` calls in any window of a given length.
///
/// Small limits keep the exact times of the last `limit` admissions; large ones count per slot, the oldest
/// slot counting whole, so that neither form ever admits more than the limit. Times are nanoseconds of a
/// monotonic clock handed in.
package struct SlidingWindow: Sendable {
  /// Most admissions in any window.
  package let limit: Int
  /// Length of the window in nanoseconds.
  package let window: UInt64
  /// Whether exact times are kept. Both forms stand side by side so that they change in place.
  private let exact: Bool
  private var log: AdmissionLog
  private var slots: AdmissionSlots

  /// Up to this limit the exact times are kept: 8 bytes each.
  private static let largestLog = 1_000

  /// A window with nothing admitted yet.
  ///
  /// - Parameters:
  ///   - limit: most admissions in any window; at least 1.
  ///   - window: length in nanoseconds.
  ///   - slots: how many parts a counted window has.
  package init(limit: Int, window: UInt64, slots: Int) {
    self.limit = max(1, limit)
    self.window = window
    exact = limit <= Self.largestLog
    log = AdmissionLog(limit: max(1, limit))
    let parts = exact ? 1 : max(1, slots)
    self.slots = AdmissionSlots(width: max(1, window / UInt64(parts)), count: parts + 1)
  }

  /// How long until a call would be admitted when nothing else arrives; nil when it is admitted now.
  package mutating func wait(at now: UInt64) -> UInt64? {
    guard !exact else { return log.wait(at: now, window: window) }
    slots.advance(to: now)
    return slots.wait(at: now, limit: limit)
  }

  /// Counts one admission at `now`.
  package mutating func admit(at now: UInt64) {
    guard !exact else { return log.admit(at: now) }
    slots.advance(to: now)
    slots.admit()
  }

  /// How many more calls the window admits at `now`.
  package mutating func remaining(at now: UInt64) -> Int {
    guard !exact else { return limit - log.count(since: now, window: window) }
    slots.advance(to: now)
    return max(0, limit - slots.total)
  }
}

/// The exact times of the last admissions, as a ring.
private struct AdmissionLog: Sendable {
  private var times: [UInt64] = []
  private var oldest = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  func wait(at now: UInt64, window: UInt64) -> UInt64? {
    guard times.count == limit else { return nil }
    let free = times[oldest] &+ window
    return free <= now ? nil : free - now
  }

  func count(since now: UInt64, window: UInt64) -> Int {
    times.reduce(0) { $0 + ($1 &+ window > now ? 1 : 0) }
  }

  mutating func admit(at now: UInt64) {
    guard times.count == limit else { return times.append(now) }
    times[oldest] = now
    oldest = (oldest + 1) % limit
  }
}

/// Admissions counted per slot; a slot leaves when its end is a whole window ago.
private struct AdmissionSlots: Sendable {
  private var counts: [Int]
  private let width: UInt64
  private var current: UInt64 = 0
  private(set) var total = 0

  init(width: UInt64, count: Int) {
    self.width = width
    counts = [Int](repeating: 0, count: count)
  }

  mutating func advance(to now: UInt64) {
    let slot = now / width
    guard slot > current else { return }
    let steps = min(slot - current, UInt64(counts.count))
    for step in 0..<steps {
      let index = Int((slot - step) % UInt64(counts.count))
      total -= counts[index]
      counts[index] = 0
    }
    current = slot
  }

  mutating func admit() {
    counts[Int(current % UInt64(counts.count))] += 1
    total += 1
  }

  func wait(at now: UInt64, limit: Int) -> UInt64? {
    guard total >= limit else { return nil }
    var left = total
    var slot = current >= UInt64(counts.count - 1) ? current - UInt64(counts.count - 1) : 0
    while left >= limit, slot <= current {
      left -= counts[Int(slot % UInt64(counts.count))]
      slot += 1
    }
    let free = (slot &+ UInt64(counts.count - 1)) * width
    return free > now ? free - now : 1
  }
}
