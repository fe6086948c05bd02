import EventLoop
import Testing
import Transport

private func at(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

@Suite("Limits with a clock of our own", .timeLimit(.minutes(2)))
struct LimitTests {
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

  @Test("what is earned pays for as much more, in its window and the next, and no longer")
  func earned() {
    var budget = RateBudget(.init(2, per: .seconds(30)), from: at(0))
    let first = (0..<6).map { _ in budget.spend(at(1), earned: 3) }
    #expect(first == [true, true, true, true, true, false])
    let next = (0..<6).map { _ in budget.spend(at(31), earned: 3) }
    #expect(next == [true, true, true, true, true, false])
    let last = (0..<3).map { _ in budget.spend(at(61), earned: 3) }
    #expect(last == [true, true, false])
    let isOpen = budget.hasRoom(at(62), earned: 4)
    #expect(!isOpen)
    let isOpenAgain = budget.hasRoom(at(62), earned: 5)
    #expect(isOpenAgain)
  }

  @Test("what was earned in a long time counts with its average in a window")
  func earnedLongAgo() {
    var budget = RateBudget(.init(0, per: .seconds(30)), from: at(0))
    let verdicts = (0..<11).map { _ in budget.spend(at(300), earned: 100) }
    #expect(verdicts.filter(\.self).count == 10)
  }

  @Test("no budget is no limit")
  func unlimited() {
    var budget = RateBudget(nil)
    let all = (0..<1000).allSatisfy { _ in budget.spend(at(0)) }
    #expect(all)
  }

  @Test("a header list is counted as name, value and 32 for each field")
  func headerList() {
    var limits = ConnectionLimits()
    limits.maxHeaderListSize = 100
    limits.maxHeaderFields = 3
    var size = HeaderListSize(limits)
    #expect(size.add(name: 10, value: 8) == .fits)
    #expect(size.add(name: 10, value: 8) == .fits)
    #expect(size.add(name: 0, value: 0) == .tooLarge)
    limits.maxHeaderListSize = 1000
    var many = HeaderListSize(limits)
    let verdicts = (0..<91).map { _ in many.add(name: 60, value: 8) }
    #expect(verdicts[..<3].allSatisfy { $0 == .fits })
    #expect(verdicts[3..<90].allSatisfy { $0 == .tooLarge })
    #expect(verdicts[90] == .abusive)
  }

  @Test("counters of several servers are added, limit by limit")
  func counters() {
    var one = TransportCounters()
    one.acceptedConnections = 2
    one.limitHits = [.handshake: 1, .connections: 3]
    var other = TransportCounters()
    other.acceptedConnections = 5
    other.limitHits = [.handshake: 4]
    let sum = one.adding(other)
    #expect(sum.acceptedConnections == 7)
    #expect(sum.limitHits == [.handshake: 5, .connections: 3])
  }
}
