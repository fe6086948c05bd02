/// A timer of one loop, to cancel it by.
public struct TimerID: Sendable, Hashable {
  let slot: Int32
  let generation: UInt32
}

/// Timers ordered by when they are due: a binary heap of slots, so that cancelling is exact and costs O(log n).
struct TimerHeap {
  /// A place in the heap; the times lie here, so that comparing touches nothing else.
  private struct Node {
    let due: MonotonicTime
    let sequence: UInt64
    let slot: Int32

    func precedes(_ other: Node) -> Bool {
      due == other.due ? sequence < other.sequence : due < other.due
    }
  }

  private struct Slot {
    var generation: UInt32
    var position: Int
    var work: TimerWork?
  }

  private var slots: [Slot] = []
  private var free: [Int32] = []
  private var heap: [Node] = []
  /// The number of the timer added last.
  private(set) var sequence: UInt64 = 0

  /// When the next timer is due; nil without timers.
  var nextDue: MonotonicTime? { heap.first?.due }

  /// How many timers wait.
  var count: Int { heap.count }

  /// Adds a timer.
  mutating func insert(due: MonotonicTime, _ work: @escaping () -> Void) -> TimerID {
    insert(due: due, .closure(work))
  }

  /// Adds a timer.
  mutating func insert(due: MonotonicTime, _ work: TimerWork) -> TimerID {
    let slot = takeSlot()
    sequence &+= 1
    let index = Int(slot)
    slots[index].work = work
    slots[index].position = heap.count
    heap.append(Node(due: due, sequence: sequence, slot: slot))
    siftUp(heap.count - 1)
    return TimerID(slot: slot, generation: slots[index].generation)
  }

  private mutating func takeSlot() -> Int32 {
    if let slot = free.popLast() { return slot }
    slots.append(Slot(generation: 0, position: 0, work: nil))
    return Int32(slots.count - 1)
  }

  /// Removes a timer and answers its work, so that what it holds can end outside of this value; nil when it has fired
  /// or was removed before.
  mutating func remove(_ id: TimerID) -> TimerWork? {
    let index = Int(id.slot)
    guard slots.indices.contains(index), slots[index].generation == id.generation, slots[index].work != nil else {
      return nil
    }
    return removeHeapEntry(at: slots[index].position)
  }

  /// Removes the first timer that is due and answers its work; timers due at the same time come in order of insertion.
  ///
  /// Stops at a timer added after that with the number `last`: one that adds itself again must not go on for ever.
  mutating func popDue(_ now: MonotonicTime, upTo last: UInt64 = .max) -> TimerWork? {
    guard let first = heap.first, first.due <= now, first.sequence <= last else { return nil }
    return removeHeapEntry(at: 0)
  }

  private mutating func removeHeapEntry(at position: Int) -> TimerWork? {
    let slot = heap[position].slot
    let last = heap.count - 1
    swapEntries(position, last)
    heap.removeLast()
    if position < last {
      siftDown(position)
      siftUp(position)
    }
    let work = slots[Int(slot)].work
    slots[Int(slot)].work = nil
    slots[Int(slot)].generation &+= 1
    free.append(slot)
    return work
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool { heap[left].precedes(heap[right]) }

  private mutating func swapEntries(_ left: Int, _ right: Int) {
    heap.swapAt(left, right)
    slots[Int(heap[left].slot)].position = left
    slots[Int(heap[right].slot)].position = right
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, precedes(child, (child - 1) / 2) {
      swapEntries(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, least) { least = child }
      guard least != parent else { return }
      swapEntries(parent, least)
      parent = least
    }
  }
}
