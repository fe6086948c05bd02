import EventLoop
import Testing
import WireFormat

@testable import RPC

@Suite("Refusing calls under overload", .timeLimit(.minutes(2)))
struct AdmissionTests {
  static func time(_ milliseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

  static func isTooLate(_ queue: inout QueueDelay, _ wait: Duration, _ milliseconds: Int64) -> Bool {
    queue.isTooLate(wait, now: time(milliseconds))
  }

  /// What becomes of waits that come one each 10 ms from `start` on.
  static func judge(_ queue: inout QueueDelay, from start: Int64, _ waits: [Int]) -> [Bool] {
    waits.enumerated().map { queue.isTooLate(.milliseconds($1), now: time(start + Int64($0) * 10)) }
  }

  static func judge(_ admission: inout Admission, _ now: MonotonicTime, delay: Duration, openCalls: Int) -> RPCError? {
    admission.judge(now, delay: delay, openCalls: openCalls)
  }

  @Test("a burst is served; a queue that stands for an interval is cut down to twice the target")
  func standingQueue() {
    var queue = QueueDelay(LoadShedding(target: .milliseconds(10), interval: .milliseconds(100)), now: Self.time(0))
    let burst = Self.judge(&queue, from: 0, Array(repeating: 500, count: 20))
    #expect(!burst.contains(true))
    let standing = Self.judge(&queue, from: 200, [500, 21, 20, 11, 500])
    #expect(standing == [true, true, false, false, true])
    #expect(queue.isOverloaded)
  }

  @Test("one short wait in an interval ends it")
  func recovery() {
    var queue = QueueDelay(LoadShedding(target: .milliseconds(10), interval: .milliseconds(100)), now: Self.time(0))
    _ = Self.judge(&queue, from: 0, Array(repeating: 50, count: 20))
    #expect(Self.isTooLate(&queue, .milliseconds(50), 200) == true)
    #expect(Self.isTooLate(&queue, .milliseconds(50), 210) == true)
    #expect(Self.isTooLate(&queue, .milliseconds(9), 220) == false)
    #expect(Self.isTooLate(&queue, .milliseconds(50), 230) == true)
    #expect(Self.isTooLate(&queue, .milliseconds(50), 300) == false)
  }

  @Test("after a silence there is no queue")
  func silence() {
    var queue = QueueDelay(LoadShedding(target: .milliseconds(10), interval: .milliseconds(100)), now: Self.time(0))
    _ = Self.judge(&queue, from: 0, Array(repeating: 50, count: 20))
    #expect(Self.isTooLate(&queue, .milliseconds(50), 5000) == false)
  }

  @Test("a refusal says why and when to come back; a pass is judged once")
  func refusal() {
    var limits = RPCLimits()
    limits.loadShedding = LoadShedding(target: .milliseconds(1), interval: .milliseconds(100))
    var admission = Admission(limits, loops: 1)
    let start = MonotonicTime.now()
    for pass in 0..<30 {
      _ = admission.judge(start + .milliseconds(10 * pass), delay: .milliseconds(7), openCalls: 1)
    }
    let error = admission.judge(start + .milliseconds(300), delay: .milliseconds(7), openCalls: 1)
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("0.007 seconds") == true)
    #expect(error?.trailing["grpc-retry-pushback-ms"] == "100")
    #expect(Self.judge(&admission, start + .milliseconds(300), delay: .zero, openCalls: 1) != nil)
    #expect(Self.judge(&admission, start + .milliseconds(301), delay: .zero, openCalls: 1) == nil)
  }

  @Test("a loop takes its share of the calls, and without a rule nothing is shed")
  func share() {
    var admission = Admission(RPCLimits(maxConcurrentCalls: 100, loadShedding: nil), loops: 4)
    #expect(Self.judge(&admission, .now(), delay: .seconds(9), openCalls: 25) == nil)
    #expect(Self.judge(&admission, .now(), delay: .zero, openCalls: 26)?.code == .unavailable)
  }

  @Test("calls over the limit are UNAVAILABLE until others end; observers see them, other interceptors do not")
  func live() async throws {
    let seen = Probe()
    let chain: [any ServerInterceptor] = [Observer(probe: seen), Recording(name: "guard", probe: seen)]
    try await LiveServer.run(limits: RPCLimits(maxConcurrentCalls: 2), interceptors: chain) { live async throws in
      let chats = [try await live.chat(), try await live.chat()]
      for chat in chats {
        try await chat.send(Payload("a"))
        #expect(try await chat.replies.next() != nil)
      }
      let error = try await rpcError { _ = try await live.unary("Unary") }
      #expect(error?.code == .unavailable)
      #expect(error?.trailing["grpc-retry-pushback-ms"] == "1000")
      #expect(live.server.counters.shedCalls == 1)
      #expect(seen["observed"] == 3 && seen["UNAVAILABLE"] == 1)
      #expect(seen.notes.filter { $0.contains("unary") }.isEmpty)
      chats[0].finishSending()
      #expect(try await chats[0].replies.next() == nil)
      #expect(try await live.unary("Unary", Payload("again")).typeURL == "again")
    }
  }
}

/// Only counts.
struct Observer: CallObserver {
  let probe: Probe

  func begin(_ context: ServerContext) throws(RPCError) { probe.count("observed") }

  func finish(_ context: ServerContext, _ outcome: CallOutcome) { probe.count("\(outcome.status.code)") }
}
