/// What is kept of keys that rest: the slots of the day in which each called.
///
/// A key has no memory of its own. It takes the 24 bytes of a place in a table of which, unless many keys have just left,
/// three eighths are taken; one that called in several slots takes 8 bytes more for each of them.
struct RestingQuotas: Sendable {
  /// Where the slots of a key lie among those of all.
  private struct Place: Sendable {
    var start: UInt32
    var count: UInt32

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
  }

  /// Of keys that called in one slot only, as most do.
  private var single: [String: AdmissionSlots.Slot] = [:]
  private var several: [String: Place] = [:]
  /// The slots of the others, a key's side by side and oldest first.
  private var slots: [AdmissionSlots.Slot] = []
  /// How many of these are no key's any more.
  private var unused = 0

  /// Number of keys of which something is kept.
  var count: Int { single.count + several.count }

  /// Number of keys and slots for which there is room without asking for memory.
  var room: Int { single.capacity + several.capacity + slots.capacity }

  /// Keeps what a key used, of which nothing was kept before; nothing where it used nothing.
  mutating func keep(_ used: [AdmissionSlots.Slot], of keyID: String) {
    guard used.count > 1 else { return single[keyID] = used.first }
    several[keyID] = Place(start: UInt32(clamping: slots.count), count: UInt32(clamping: used.count))
    slots.append(contentsOf: used)
  }

  /// Hands out what is kept of a key, oldest first, and keeps it no longer.
  mutating func take(_ keyID: String) -> [AdmissionSlots.Slot] {
    if let slot = single.removeValue(forKey: keyID) { return [slot] }
    guard let place = several.removeValue(forKey: keyID) else { return [] }
    unused += place.range.count
    return Array(slots[place.range])
  }

  /// Forgets the slots that do not count any more at `now`, monotonic nanoseconds, and gives room back.
  mutating func tidy(at now: UInt64) {
    let over = single.filter { !Quota.counts($0.value, at: now) }.keys
    for keyID in over { single[keyID] = nil }
    let shorter = several.filter { !Quota.counts(slots[$0.value.range.lowerBound], at: now) }.keys
    for keyID in shorter { keep(take(keyID).filter { Quota.counts($0, at: now) }, of: keyID) }
    single.giveBackRoom()
    several.giveBackRoom()
    if slots.capacity > 64, 4 * (slots.count - unused) < 3 * slots.capacity { compact() }
  }

  /// Moves the slots together that are some key's.
  private mutating func compact() {
    var kept: [AdmissionSlots.Slot] = []
    kept.reserveCapacity(slots.count - unused)
    several = several.mapValues { place in
      defer { kept.append(contentsOf: slots[place.range]) }
      return Place(start: UInt32(clamping: kept.count), count: place.count)
    }
    (slots, unused) = (kept, 0)
  }
}

extension Dictionary {
  /// Lets go of room that was needed for many more values than there are now.
  mutating func giveBackRoom() {
    guard capacity > 64, capacity > 3 * count else { return }
    // A copy of its own size; `filter` would hand back the same storage where nothing leaves.
    var smaller = Dictionary(minimumCapacity: count)
    for (key, value) in self { smaller[key] = value }
    self = smaller
  }
}
