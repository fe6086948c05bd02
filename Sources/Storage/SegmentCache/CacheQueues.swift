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
