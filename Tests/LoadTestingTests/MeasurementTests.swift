import EventLoop
import RPC
import Testing

@testable import LoadTesting

@Suite("What a lane measures", .timeLimit(.minutes(1)))
struct MeasurementTests {
  /// Nanoseconds of a second.
  private static let second: Int64 = 1_000_000_000

  private func time(_ seconds: Double) -> MonotonicTime {
    MonotonicTime(nanoseconds: Int64(seconds * Double(Self.second)))
  }

  private func call(due: Double, sent: Double, ended: Double, _ end: CallEnd = .ok) -> CallTimes {
    var times = CallTimes(due: time(due))
    times.sent = time(sent)
    times.ended = time(ended)
    times.end = end
    return times
  }

  @Test("a call counts when it was due within the window, whenever it ended")
  func window() {
    var recorder = RunRecorder(window: time(10)..<time(20))
    recorder.record(call(due: 9.9, sent: 10, ended: 11))
    recorder.record(call(due: 10, sent: 10, ended: 30))
    recorder.record(call(due: 20, sent: 20, ended: 21))
    #expect(recorder.started == 1 && recorder.succeeded == 1 && recorder.failed == 0)
  }

  @Test("latency from the moment due has the wait to be sent in it, latency from the sending has not")
  func latencies() throws {
    var recorder = RunRecorder(window: time(0)..<time(100))
    recorder.record(call(due: 1, sent: 3, ended: 4))
    let due = try #require(recorder.fromIntended.milliseconds(atPercent: 50))
    let sent = try #require(recorder.fromSend.milliseconds(atPercent: 50))
    let lag = try #require(recorder.lag.milliseconds(atPercent: 50))
    #expect(abs(due / 3_000 - 1) < 0.01 && abs(sent / 1_000 - 1) < 0.01 && abs(lag / 2_000 - 1) < 0.01)
  }

  @Test("failed calls have no latency among those that succeeded, and are counted by their cause")
  func failures() {
    var recorder = RunRecorder(window: time(0)..<time(100))
    recorder.record(call(due: 1, sent: 1, ended: 2))
    for _ in 0..<3 { recorder.record(call(due: 1, sent: 1, ended: 9, CallEnd(status: .unavailable, cause: "gone"))) }
    #expect(recorder.succeeded == 1 && recorder.failed == 3 && recorder.started == 4)
    #expect(recorder.ends[CallEnd(status: .unavailable, cause: "gone")]?.count == 3)
    #expect(recorder.fromIntended.count == 1 && recorder.lag.count == 4)
  }

  @Test("causes beyond the fiftieth count as others of their status")
  func manyCauses() {
    var recorder = RunRecorder(window: time(0)..<time(100))
    for index in 0..<70 {
      recorder.record(
        call(due: 1, sent: 1, ended: 2, CallEnd(status: .internal, cause: String(repeating: "x", count: index))))
    }
    #expect(recorder.ends.count == 51)
    #expect(recorder.ends[CallEnd(status: .internal, cause: "other")]?.count == 20)
    #expect(recorder.failed == 70)
  }

  @Test("messages count when what they answer is of the window; bytes always")
  func messages() {
    var recorder = RunRecorder(window: time(1)..<time(2))
    recorder.recordMessage(since: time(0.5), arrived: time(1.5))
    recorder.recordMessage(since: time(1.5), arrived: time(5))
    recorder.recordBytes(sent: 3, received: 4)
    recorder.recordBytes(sent: 1, received: 0)
    #expect(recorder.messages.count == 1)
    #expect(recorder.bytesSent == 4 && recorder.bytesReceived == 4)
  }

  @Test("lanes together have measured what each has")
  func adding() {
    var (left, right) = (RunRecorder(window: time(0)..<time(9)), RunRecorder(window: time(0)..<time(9)))
    left.record(call(due: 1, sent: 1, ended: 2))
    right.record(call(due: 1, sent: 1, ended: 2))
    right.record(call(due: 1, sent: 1, ended: 2, CallEnd(status: .aborted, cause: "x")))
    right.recordMessage(since: time(1), arrived: time(2))
    right.recordBytes(sent: 5, received: 6)
    left.add(right)
    #expect(left.started == 3 && left.succeeded == 2 && left.failed == 1)
    #expect(left.messages.count == 1 && left.bytesSent == 5 && left.bytesReceived == 6)
    #expect(left.timeline.stretches.map(\.succeeded).reduce(0, +) == 2)
  }

  @Test("calls that failed alike end alike, whatever their numbers; a message is shown as it is, in one line, and cut")
  func ends() {
    #expect(CallEnd(RPCError.notFound("call 17 of 4")).cause == "call 17 of 4")
    #expect(CallEnd(RPCError.notFound("call 17 of 4")) == CallEnd(RPCError.notFound("call 3 of 25")))
    #expect(CallEnd(RPCError.notFound("call 17 of 4")) != CallEnd(RPCError.unavailable("call 17 of 4")))
    #expect(CallEnd(RPCError.notFound("a\n\u{1B}[1mb")).cause == "a  [1mb")
    #expect(CallEnd(RPCError.notFound("a1")) == CallEnd(RPCError.notFound("a22")))
    #expect(CallEnd(RPCError.notFound(String(repeating: "x", count: 500))).cause.count == 120)
    #expect(CallEnd(any: MalformedTemplate(place: "x", reason: "y")).status == .invalidArgument)
    #expect(CallEnd(any: RPCError.unavailable("z")) == CallEnd(status: .unavailable, cause: "z"))
  }

  // MARK: The course

  @Test("a stretch is a second, shorter in a short run and longer in a long one: there are 20 to 300")
  func stretches() {
    #expect(Timeline(window: time(0)..<time(20)).length == Self.second)
    #expect(Timeline(window: time(0)..<time(10)).length == Self.second / 2)
    #expect(Timeline(window: time(0)..<time(1)).length == Self.second / 20)
    #expect(Timeline(window: time(0)..<time(0.05)).length == Self.second / 100)
    #expect(Timeline(window: time(0)..<time(300)).length == Self.second)
    #expect(Timeline(window: time(0)..<time(301)).length == 2 * Self.second)
    #expect(Timeline(window: time(0)..<time(86_400)).length == 288 * Self.second)
  }

  @Test("a call counts in the stretch it ended in; one that ends after the window, in the tail")
  func course() {
    var timeline = Timeline(window: time(10)..<time(30))
    timeline.record(endedAt: time(10.5), waited: 1_000_000, isFailure: false)
    timeline.record(endedAt: time(12.5), waited: 2_000_000, isFailure: true)
    timeline.record(endedAt: time(99), waited: 9_000_000, isFailure: false)
    #expect(timeline.stretches.map(\.succeeded) == [1, 0, 0])
    #expect(timeline.stretches.map(\.failed) == [0, 0, 1])
    #expect(timeline.stretches[1].max == 0 && timeline.stretches[1].milliseconds(atPercent: 50) == 0)
    #expect(abs(timeline.tail.max / 9 - 1) < 0.02 && timeline.tail.succeeded == 1)
  }

  @Test("a run whose end nobody knows begins with short stretches, which grow with it; nothing is lost")
  func openEnded() {
    var timeline = Timeline(window: time(0)..<time(86_400), isOpenEnded: true)
    for tenth in 0..<300 { timeline.record(endedAt: time(Double(tenth) / 10), waited: 1_000_000, isFailure: false) }
    #expect(timeline.length == Self.second / 10 && timeline.stretches.count == 300)
    timeline.record(endedAt: time(30), waited: 1_000_000, isFailure: false)
    #expect(timeline.length == Self.second / 5 && timeline.stretches.count == 151)
    timeline.record(endedAt: time(86_399), waited: 1_000_000, isFailure: false)
    #expect(timeline.stretches.count <= 300)
    #expect(timeline.stretches.map(\.succeeded).reduce(0, +) == 302)
    var other = Timeline(window: time(0)..<time(86_400), isOpenEnded: true)
    other.record(endedAt: time(1), waited: 1_000_000, isFailure: true)
    other.add(timeline)
    #expect(other.length == timeline.length && other.stretches.map(\.ended).reduce(0, +) == 303)
  }

  @Test("a course is shown whole, in stretches of ten calls or more on average")
  func readable() {
    var few = Timeline(window: time(0)..<time(2))
    for index in 0..<4 { few.record(endedAt: time(Double(index) / 2), waited: 1_000_000, isFailure: false) }
    #expect(few.readable(seconds: 2).stretches.map(\.succeeded) == [4])
    var stalled = Timeline(window: time(0)..<time(20))
    for index in 0..<200 { stalled.record(endedAt: time(Double(index) / 100), waited: 1_000_000, isFailure: false) }
    #expect(stalled.readable(seconds: 20).stretches.map(\.succeeded) == [100, 100] + Array(repeating: 0, count: 18))
    #expect(Timeline(window: time(0)..<time(20)).readable(seconds: 20).stretches.count == 1)
  }

  @Test("calls of the warm-up are not measured, but told")
  func warmUp() {
    var recorder = RunRecorder(window: time(1)..<time(2))
    recorder.record(call(due: 0.5, sent: 0.5, ended: 9, CallEnd(status: .deadlineExceeded, cause: "late")))
    recorder.record(call(due: 2.5, sent: 2.5, ended: 9))
    #expect(recorder.started == 0 && recorder.lastEnd == nil)
    #expect(recorder.warmUp.count == 1 && recorder.warmUp.last?.status == .deadlineExceeded)
  }

  @Test("a time of clocks read in another order counts as 0, one beyond an hour as an hour")
  func extremes() throws {
    var histogram = LatencyHistogram()
    histogram.record(-5)
    histogram.record(.max)
    #expect(histogram.count == 2)
    let longest = try #require(histogram.milliseconds(atPercent: 100))
    #expect(abs(longest / 3_600_000 - 1) < 0.001)
    #expect(try #require(histogram.milliseconds(atPercent: 1)) < 0.001)
  }
}
