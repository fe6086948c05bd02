import Testing
import Transport

@Suite("What waits on a stream", .timeLimit(.minutes(2)))
struct SendQueueTests {
  @Test("queued bytes come out in order and in the pieces asked for")
  func pieces() {
    var queue = SendQueue()
    for chunk in [[1, 2, 3], [], [4], [5, 6, 7, 8]] as [[UInt8]] { queue.append(chunk) }
    #expect(queue.count == 8)
    var pieces: [[UInt8]] = []
    for length in [2, 3, 0, 100] {
      var piece: [UInt8] = []
      queue.take(length) { piece.append(contentsOf: $0) }
      pieces.append(piece)
    }
    #expect(pieces == [[1, 2], [3, 4, 5], [], [6, 7, 8]])
    #expect(queue.count == 0)
  }

  @Test("the array at the front is handed over whole only when it is untouched and as long as asked for")
  func whole() {
    var queue = SendQueue()
    queue.append([1, 2])
    queue.append([3])
    #expect(queue.takeFront(1) == nil)
    #expect(queue.takeFront(2) == [1, 2])
    #expect(queue.takeFront(1) == [3])
    queue.append([4, 5])
    queue.take(1) { _ in }
    #expect(queue.takeFront(1) == nil)
    #expect(queue.count == 1)
  }

  @Test("a body of an announced length takes no more, and ends no sooner")
  func bodyLength() {
    var body = BodyLength(3)
    let taken = [2, 1, 1].map { count in (body.take(count), body.isComplete) }
    #expect(taken.map(\.0) == [true, true, false])
    #expect(taken.map(\.1) == [false, true, true])
    var late = BodyLength()
    let isTaken = late.take(4)
    let announcements = [late.announce(4), late.announce(4)]
    #expect(isTaken)
    #expect(announcements == [true, false])
    #expect(late.isComplete)
  }
}
