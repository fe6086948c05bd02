/// A timer of one loop, to cancel it by.
public struct TimerID: Sendable, Hashable {
  let slot: Int32
  let generation: UInt32
}

/// Timers ordered by when they are due: a binary heap in which timers that were cancelled stay until they come to its top
/// or are the greater part of it, so that cancelling, which is what becomes of nearly all deadlines, costs next to nothing.
struct TimerHeap {
  /// A place in the heap; the times lie here, so that comparing touches nothing else.
  private struct Node {
    let due: MonotonicTime
    let sequence: UInt64
    let id: TimerID

    func precedes(_ other: Node) -> Bool {
      due == other.due ? sequence < other.sequence : due < other.due
    }
  }

  private struct Slot {
    var generation: UInt32
    var work: TimerWork?
  }

  /// Fewer cancelled timers than this are not worth clearing away.
  private static let fewCancelled = 64

  private var slots: [Slot] = []
  private var free: [Int32] = []
  private var heap: [Node] = []
  private var cancelled = 0
  /// The number of the timer added last.
  private(set) var sequence: UInt64 = 0

  /// A time before which no timer is due: mostly when the next one is. Nil without timers.
  var nextDue: MonotonicTime? { heap.first?.due }

  /// How many timers wait.
  var count: Int { heap.count - cancelled }

  /// Adds a timer.
  mutating func insert(due: MonotonicTime, _ work: @escaping () -> Void) -> TimerID {
    insert(due: due, .closure(work))
  }

  /// Adds a timer.
  mutating func insert(due: MonotonicTime, _ work: TimerWork) -> TimerID {
    let slot = takeSlot()
    sequence &+= 1
    slots[Int(slot)].work = work
    let id = TimerID(slot: slot, generation: slots[Int(slot)].generation)
    heap.append(Node(due: due, sequence: sequence, id: id))
    siftUp(heap.count - 1)
    return id
  }

  private mutating func takeSlot() -> Int32 {
    if let slot = free.popLast() { return slot }
    slots.append(Slot(generation: 0, work: nil))
    return Int32(slots.count - 1)
  }

  /// Removes a timer and answers its work, so that what it holds can end outside of this value; nil when it has fired
  /// or was removed before.
  mutating func remove(_ id: TimerID) -> TimerWork? {
    guard let work = takeWork(id) else { return nil }
    cancelled += 1
    if cancelled == heap.count {
      heap.removeAll(keepingCapacity: true)
      cancelled = 0
    } else if cancelled > Self.fewCancelled, cancelled > heap.count / 2 {
      clearAway()
    }
    return work
  }

  /// Removes the first timer that is due and answers its work; timers due at the same time come in order of insertion.
  ///
  /// Stops at a timer added after that with the number `last`: one that adds itself again must not go on for ever.
  mutating func popDue(_ now: MonotonicTime, upTo last: UInt64 = .max) -> TimerWork? {
    while let first = heap.first, first.due <= now {
      guard isCancelled(first.id) || first.sequence <= last else { return nil }
      removeFirst()
      if let work = takeWork(first.id) { return work }
      cancelled -= 1
    }
    return nil
  }

  private func isCancelled(_ id: TimerID) -> Bool { slots[Int(id.slot)].generation != id.generation }

  /// The work of a timer that waits, whose place is free from now on.
  private mutating func takeWork(_ id: TimerID) -> TimerWork? {
    let index = Int(id.slot)
    guard slots.indices.contains(index), !isCancelled(id), slots[index].work != nil else { return nil }
    slots[index].generation &+= 1
    free.append(id.slot)
    return slots[index].work.take()
  }

  private mutating func clearAway() {
    heap.removeAll { [slots] node in slots[Int(node.id.slot)].generation != node.id.generation }
    cancelled = 0
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
  }

  private mutating func removeFirst() {
    heap.swapAt(0, heap.count - 1)
    heap.removeLast()
    if !heap.isEmpty { siftDown(0) }
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { return }
      if least + 1 < heap.count, heap[least + 1].precedes(heap[least]) { least += 1 }
      guard heap[least].precedes(heap[parent]) else { return }
      heap.swapAt(parent, least)
      parent = least
    }
  }
}
