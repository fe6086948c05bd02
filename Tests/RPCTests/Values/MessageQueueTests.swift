import Testing

@testable import RPC

@Suite("Messages that wait to be taken", .timeLimit(.minutes(2)))
struct MessageQueueTests {
  static func message(_ bytes: [UInt8]) -> ReceivedMessage { ReceivedMessage(bytes: bytes, isCompressed: false) }

  /// What was taken, in words.
  static func take(_ queue: inout MessageQueue<String>) -> String {
    switch queue.take() {
    case .message(let message): "\(message.bytes)"
    case .end(.success): "end"
    case .end(.failure(let error)): "\(error.code)"
    case .nothing: "nothing"
    }
  }

  @Test("messages are taken in order, then the end")
  func order() {
    var queue = MessageQueue<String>()
    #expect(Self.take(&queue) == "nothing")
    for byte in UInt8(1)...3 { #expect(queue.put(Self.message([byte])) == nil) }
    #expect(queue.end(.success(())).isEmpty)
    #expect((0..<5).map { _ in Self.take(&queue) } == ["[1]", "[2]", "[3]", "end", "end"])
  }

  @Test("a waiter gets the next message in place of the queue, in order of arrival")
  func waiters() {
    var queue = MessageQueue<String>()
    queue.wait("first", id: 1)
    queue.wait("second", id: 2)
    #expect(queue.put(Self.message([1])) == "first")
    #expect(queue.isEmpty)
    #expect(queue.end(.success(())) == ["second"])
  }

  @Test("a waiter that was taken away gets nothing")
  func removal() {
    var queue = MessageQueue<String>()
    queue.wait("first", id: 1)
    #expect(queue.removeWaiter(id: 1) == "first")
    #expect(queue.removeWaiter(id: 1) == nil)
    #expect(queue.put(Self.message([1])) == nil)
    #expect(Self.take(&queue) == "[1]")
  }

  @Test("an abort drops what waits; an end does not, and only the first end counts")
  func ends() {
    var queue = MessageQueue<String>()
    _ = queue.put(Self.message([1]))
    _ = queue.end(.failure(.unavailable("")))
    _ = queue.end(.success(()))
    #expect(queue.put(Self.message([2])) == nil)
    #expect([Self.take(&queue), Self.take(&queue)] == ["[1]", "UNAVAILABLE"])
    var other = MessageQueue<String>()
    _ = other.put(Self.message([1]))
    _ = other.end(.success(()))
    _ = other.abort(.cancelled(""))
    #expect(Self.take(&other) == "CANCELLED")
  }

  @Test("windows stay closed while messages wait and open as they are taken")
  func credit() {
    var credit = ReceiveCredit()
    #expect(credit.received(100, messagesWait: false) == 100)
    #expect(credit.received(50, messagesWait: true) == 0)
    #expect(credit.received(20, messagesWait: true) == 0)
    #expect(credit.took(30, messagesWait: true) == 30)
    #expect(credit.took(30, messagesWait: false) == 40)
    #expect(credit.releaseAll() == 0)
  }

  @Test("no more is given back than was received")
  func creditBound() {
    var credit = ReceiveCredit()
    #expect(credit.received(10, messagesWait: true) == 0)
    #expect(credit.took(500, messagesWait: true) == 10)
    #expect(credit.took(500, messagesWait: true) == 0)
  }
}
