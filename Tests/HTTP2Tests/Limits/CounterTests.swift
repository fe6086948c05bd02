import EventLoop
import Testing

@testable import HTTP2

private func at(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

@Suite("Counters with a clock of our own", .timeLimit(.minutes(2)))
struct CounterTests {
  @Test("a budget allows its count in a window and starts over in the next")
  func budget() {
    var budget = RateBudget(.init(2, per: .seconds(30)))
    let verdicts = [0, 1, 29.9, 30, 31, 32].map { budget.spend(at($0)) }
    #expect(verdicts == [true, true, false, true, true, false])
    budget.refund()
    budget.refund()
    let afterRefund = budget.spend(at(33))
    #expect(afterRefund)
  }

  @Test("no budget is no limit")
  func unlimited() {
    var budget = RateBudget(nil)
    let all = (0..<1000).allSatisfy { _ in budget.spend(at(0)) }
    #expect(all)
  }

  @Test("PINGs at the interval are welcome for ever, faster ones three times")
  func pings() {
    var slow = PingPolicy(.seconds(10))
    let welcome = (0..<100).allSatisfy { slow.received(at(Double($0) * 10)) }
    #expect(welcome)
    var fast = PingPolicy(.seconds(10))
    let verdicts = (0..<4).map { fast.received(at(Double($0))) }
    #expect(verdicts == [true, true, true, false])
    fast.sentWork()
    let forgiven = fast.received(at(4.5))
    #expect(forgiven)
  }

  @Test("a header list is counted as name, value and 32 for each field")
  func headerList() {
    var limits = HTTP2Limits()
    limits.maxHeaderListSize = 100
    limits.maxHeaderFields = 3
    var size = HeaderListSize(limits)
    #expect(size.add(name: 10, value: 8) == .fits)
    #expect(size.add(name: 10, value: 8) == .fits)
    #expect(size.add(name: 0, value: 0) == .tooLarge)
    limits.maxHeaderListSize = 100_000
    var many = HeaderListSize(limits)
    let verdicts = (0..<13).map { _ in many.add(name: 1, value: 1) }
    #expect(verdicts[..<3].allSatisfy { $0 == .fits })
    #expect(verdicts[3..<12].allSatisfy { $0 == .tooLarge })
    #expect(verdicts[12] == .abusive)
  }

  @Test("queued bytes come out in order and in the pieces asked for")
  func sendQueue() {
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

  @Test("text is strict UTF-8")
  func text() {
    func parse(_ bytes: [UInt8]) -> String? { bytes.withUnsafeBytes { FieldText.string($0) } }
    #expect(parse([]) == "")
    #expect(parse(Array("application/grpc".utf8)) == "application/grpc")
    #expect(parse(Array("grüße, 世界".utf8)) == "grüße, 世界")
    #expect(parse([0xC3, 0x28]) == nil)
    #expect(parse(Array("12345678".utf8) + [0xFF]) == nil)
  }
}
