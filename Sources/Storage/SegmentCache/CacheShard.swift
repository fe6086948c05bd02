/// One part of the cache: entries under a byte bound, oldest unused out first. A value; its owner locks it.
///
/// Eviction is S3-FIFO (Yang et al. 2023): new entries queue in a small probation part and move on only when they are
/// asked for again, so that one pass over many keys does not empty the cache; entries asked for get further rounds in
/// the main part. A hit touches a counter and moves nothing.
struct CacheShard {
  private let bound: Int
  private var places: [String: Int] = [:]
  private var slots = CacheSlots()
  private var probation = CacheQueue()
  private var main = CacheQueue()
  private(set) var evictions = 0

  /// An empty shard; `bound` in charged bytes.
  init(bound: Int) {
    self.bound = bound
  }

  /// Entries held.
  var count: Int { places.count }

  /// Bytes charged for them.
  var bytes: Int { probation.bytes + main.bytes }

  /// The entry of a key, counted as used; `nil` when there is none or it may no longer be served.
  mutating func find(_ key: String, now: Int64) -> CacheEntry? {
    guard let place = places[key] else { return nil }
    guard slots[place].entry.state(at: now) != nil else {
      _ = take(place)
      return nil
    }
    if slots[place].uses < 3 { slots[place].uses += 1 }
    return slots[place].entry
  }

  /// Stores or replaces an entry and makes room for it. One larger than the bound is not kept.
  mutating func put(_ key: String, _ entry: CacheEntry) {
    let old = places[key].map { take($0) }
    let slot = CacheSlot(key: key, entry: entry, uses: old?.uses ?? 0, isProbation: old?.isProbation ?? true)
    guard slot.cost <= bound else { return }
    insert(slot)
    while bytes > bound { evictOne() }
  }

  /// Drops the entry of a key, if any.
  mutating func remove(_ key: String) {
    if let place = places[key] { _ = take(place) }
  }

  /// Evicts the slot whose turn it is, or gives it another round because it was asked for.
  private mutating func evictOne() {
    let isProbationsTurn = main.bytes == 0 || probation.bytes > bound / 10
    let place = isProbationsTurn ? probation.oldest : main.oldest
    guard place != CacheQueue.none else { return }
    var slot = take(place)
    guard slot.uses > (slot.isProbation ? 1 : 0) else {
      evictions += 1
      return
    }
    slot.uses = slot.isProbation ? 0 : slot.uses - 1
    slot.isProbation = false
    insert(slot)
  }

  private mutating func insert(_ slot: CacheSlot) {
    places[slot.key] = slot.isProbation ? slots.append(slot, to: &probation) : slots.append(slot, to: &main)
  }

  private mutating func take(_ place: Int) -> CacheSlot {
    let isProbation = slots[place].isProbation
    let slot = isProbation ? slots.remove(place, from: &probation) : slots.remove(place, from: &main)
    places[slot.key] = nil
    return slot
  }
}
