import EventLoop
import Testing
import Transport

@testable import HTTP2

@Suite("The rhythm of PINGs, with a clock of our own", .timeLimit(.minutes(2)))
struct PingPolicyTests {
  private func at(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

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
}
