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

/// An entry in its queue; neighbours by place in the array of slots.
struct CacheSlot {
  /// Key of the entry.
  var key: String
  /// The entry.
  var entry: CacheEntry
  /// Times it was found, up to 3.
  var uses: UInt8
  /// Which queue it is in: probation or main.
  var isProbation: Bool
  fileprivate var newer = CacheQueue.none
  fileprivate var older = CacheQueue.none

  /// A slot in no queue yet.
  init(key: String, entry: CacheEntry, uses: UInt8, isProbation: Bool) {
    self.key = key
    self.entry = entry
    self.uses = uses
    self.isProbation = isProbation
  }

  /// Bytes charged.
  var cost: Int { entry.bytes.count + key.utf8.count + CacheLimits.overhead }
}

/// The two ends of a queue of slots, and its bytes.
struct CacheQueue {
  /// No place.
  static let none = -1
  /// Place of the slot that came last.
  fileprivate(set) var newest = none
  /// Place of the slot that came first.
  fileprivate(set) var oldest = none
  /// Bytes charged for its slots.
  fileprivate(set) var bytes = 0
}

/// The slots of all queues, linked through their places, so that taking one out of the middle costs nothing.
struct CacheSlots {
  private var slots: [CacheSlot] = []
  private var free: [Int] = []

  /// The slot at a place.
  subscript(place: Int) -> CacheSlot {
    get { slots[place] }
    _modify { yield &slots[place] }
  }

  /// Adds a slot at the new end of a queue and returns its place.
  mutating func append(_ slot: CacheSlot, to queue: inout CacheQueue) -> Int {
    let place = free.popLast() ?? slots.count
    if place == slots.count { slots.append(slot) } else { slots[place] = slot }
    slots[place].older = queue.newest
    slots[place].newer = CacheQueue.none
    if queue.newest == CacheQueue.none { queue.oldest = place } else { slots[queue.newest].newer = place }
    queue.newest = place
    queue.bytes += slot.cost
    return place
  }

  /// Takes a slot out of its queue.
  mutating func remove(_ place: Int, from queue: inout CacheQueue) -> CacheSlot {
    let slot = slots[place]
    if slot.newer == CacheQueue.none { queue.newest = slot.older } else { slots[slot.newer].older = slot.older }
    if slot.older == CacheQueue.none { queue.oldest = slot.newer } else { slots[slot.older].newer = slot.newer }
    queue.bytes -= slot.cost
    slots[place].entry.bytes = []
    slots[place].key = ""
    free.append(place)
    return slot
  }
}
