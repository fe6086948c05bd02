import Testing

@testable import EventLoop

@Suite("Timer heap", .timeLimit(.minutes(2)))
struct TimerHeapTests {
  @Test("random insertions and cancellations come out sorted and complete", arguments: [1, 2, 3] as [UInt64])
  func random(_ seed: UInt64) {
    var generator = Seeded(state: seed)
    var heap = TimerHeap()
    var expected: [Int64: Int] = [:]
    var live: [(TimerID, Int64)] = []
    var popped: [Int64] = []
    for _ in 0..<2000 {
      let due = Int64.random(in: 0..<500, using: &generator)
      live.append((heap.insert(due: MonotonicTime(nanoseconds: due)) { popped.append(due) }, due))
      expected[due, default: 0] += 1
      if Bool.random(using: &generator) {
        let (id, due) = live.remove(at: Int.random(in: 0..<live.count, using: &generator))
        let wasLive = heap.remove(id) != nil
        #expect(wasLive)
        expected[due, default: 0] -= 1
      }
    }
    while let work = heap.popDue(MonotonicTime(nanoseconds: 1000)) { work() }
    #expect(popped == popped.sorted())
    #expect(popped.count == live.count)
    for (due, count) in expected { #expect(popped.count { $0 == due } == count) }
    #expect(heap.nextDue == nil)
  }

  @Test("an identifier is of no use for the timer that takes its place")
  func generations() {
    var heap = TimerHeap()
    let first = heap.insert(due: MonotonicTime(nanoseconds: 1)) {}
    _ = heap.remove(first)
    _ = heap.insert(due: MonotonicTime(nanoseconds: 2)) {}
    let cancelledTwice = heap.remove(first) != nil
    #expect(!cancelledTwice)
    #expect(heap.count == 1)
  }

  @Test("thousands of cancelled timers leave those that wait, in order, and no time to wait for")
  func cancellations() {
    var heap = TimerHeap()
    var popped: [Int] = []
    for number in 0..<5000 {
      let id = heap.insert(due: MonotonicTime(nanoseconds: Int64(5000 - number))) { popped.append(number) }
      let isRemoved = number % 100 != 0 && heap.remove(id) != nil
      #expect(isRemoved == (number % 100 != 0))
    }
    #expect(heap.count == 50)
    while let work = heap.popDue(MonotonicTime(nanoseconds: 5000)) { work() }
    #expect(popped == (0..<50).map { 4900 - 100 * $0 })
    #expect(heap.count == 0)
    let last = heap.insert(due: MonotonicTime(nanoseconds: 1)) {}
    let isRemoved = heap.remove(last) != nil
    #expect(isRemoved)
    #expect(heap.nextDue == nil)
  }

  @Test("nothing fires before it is due")
  func early() {
    var heap = TimerHeap()
    _ = heap.insert(due: MonotonicTime(nanoseconds: 10)) {}
    let early = heap.popDue(MonotonicTime(nanoseconds: 9))
    #expect(early == nil)
    let punctual = heap.popDue(MonotonicTime(nanoseconds: 10))
    #expect(punctual != nil)
  }
}
