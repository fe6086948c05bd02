/// Admits at most `limit` calls in any window of a given length.
///
/// Small limits keep the exact times of the last `limit` admissions; large ones count per slot, the oldest
/// slot counting whole, so that neither form ever admits more than the limit. Times are nanoseconds of a
/// monotonic clock handed in. What was not used takes no memory.
package struct SlidingWindow: Sendable {
  /// Most admissions in any window.
  package let limit: Int
  /// Length of the window in nanoseconds.
  package let window: UInt64
  /// Whether exact times are kept. Both forms stand side by side so that they change in place.
  private let exact: Bool
  private var log: AdmissionLog
  private(set) var slots: AdmissionSlots

  /// Up to this limit the exact times are kept: 8 bytes each.
  private static let largestLog = 1_000

  /// A window with nothing admitted yet, or with what was admitted in slots before.
  ///
  /// - Parameters:
  ///   - limit: most admissions in any window; at least 1.
  ///   - window: length in nanoseconds.
  ///   - slots: how many parts a counted window has.
  ///   - before: what a counted window held when it was put aside.
  init(limit: Int, window: UInt64, slots: Int, before: [AdmissionSlots.Slot]) {
    self.limit = max(1, limit)
    self.window = window
    exact = limit <= Self.largestLog
    log = AdmissionLog(limit: max(1, limit))
    let parts = max(1, slots)
    self.slots = AdmissionSlots(width: max(1, window / UInt64(parts)), count: parts + 1, used: exact ? [] : before)
  }

  /// A window with nothing admitted yet; parameters as above.
  package init(limit: Int, window: UInt64, slots: Int) {
    self.init(limit: limit, window: window, slots: slots, before: [])
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

  /// How long until the oldest admission that counts ceases to, in nanoseconds; nil when none counts.
  package mutating func reset(at now: UInt64) -> UInt64? {
    guard !exact else { return log.reset(at: now, window: window) }
    slots.advance(to: now)
    return slots.reset(at: now)
  }

  /// Whether nothing that was admitted counts any more at `now`.
  package mutating func isEmpty(at now: UInt64) -> Bool {
    guard !exact else { return log.isEmpty(at: now, window: window) }
    slots.advance(to: now)
    return slots.used.isEmpty
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

  func reset(at now: UInt64, window: UInt64) -> UInt64? {
    times.map { $0 &+ window }.filter { $0 > now }.min().map { $0 - now }
  }

  func count(since now: UInt64, window: UInt64) -> Int {
    times.reduce(0) { $0 + ($1 &+ window > now ? 1 : 0) }
  }

  func isEmpty(at now: UInt64, window: UInt64) -> Bool {
    let newest = times.count < limit ? times.last : times[(oldest + limit - 1) % limit]
    guard let newest else { return true }
    return newest &+ window <= now
  }

  mutating func admit(at now: UInt64) {
    guard times.count == limit else { return times.append(now) }
    times[oldest] = now
    oldest = (oldest + 1) % limit
  }
}

/// Admissions counted per slot; a slot leaves when its end is a whole window ago. Only slots with admissions are kept.
struct AdmissionSlots: Sendable {
  /// One slot's admissions.
  struct Slot: Sendable, Hashable {
    /// Number of the slot: its start divided by its width.
    var number: UInt32
    /// Admissions in it, at least 1.
    var count: UInt32
  }

  /// Slots with admissions that still count, oldest first.
  private(set) var used: [Slot]
  private(set) var total: Int
  private let width: UInt64
  private let count: UInt32
  private var current: UInt32

  init(width: UInt64, count: Int, used: [Slot]) {
    (self.width, self.count, self.used) = (width, UInt32(clamping: count), used)
    total = used.reduce(0) { $0 + Int($1.count) }
    current = used.last?.number ?? 0
  }

  mutating func advance(to now: UInt64) {
    current = max(current, UInt32(clamping: now / width))
    let leaving = used.prefix { current - $0.number >= count }
    guard !leaving.isEmpty else { return }
    total -= leaving.reduce(0) { $0 + Int($1.count) }
    used.removeFirst(leaving.count)
  }

  mutating func admit() {
    total += 1
    if let last = used.last, last.number == current {
      used[used.count - 1].count += 1
    } else {
      used.append(Slot(number: current, count: 1))
    }
  }

  func reset(at now: UInt64) -> UInt64? {
    used.first.map { slot in
      let free = (UInt64(slot.number) + UInt64(count)) * width
      return free > now ? free - now : 1
    }
  }

  func wait(at now: UInt64, limit: Int) -> UInt64? {
    var left = total
    for slot in used where left >= limit {
      left -= Int(slot.count)
      guard left < limit else { continue }
      let free = (UInt64(slot.number) + UInt64(count)) * width
      return free > now ? free - now : 1
    }
    return nil
  }
}
