import EventLoop
import RPC
import Testing

@testable import LoadTesting

@Suite("Figures of a run", .timeLimit(.minutes(1)))
struct RunReportTests {
  private func time(_ seconds: Double) -> MonotonicTime { MonotonicTime(nanoseconds: Int64(seconds * 1e9)) }

  /// The figures of calls that were due at a rate and ended when `end` says.
  private func report(rate: Double, seconds: Double, end: (Double) -> Double) -> LoadResult {
    let schedule = LoadSchedule(rate: rate, seconds: seconds)
    var recorder = RunRecorder(window: time(100)..<time(100 + seconds))
    for call in 0..<schedule.calls {
      let due = 100 + schedule.dueTime(ofCall: call)
      recorder.record(CallTimes(due: time(due), sent: time(due), ended: time(end(due)), end: .ok))
    }
    return RunReport(recorder: recorder, window: seconds, cpu: 0, schedule: schedule, wire: ChannelTraffic()).result
  }

  @Test(
    "a rate that was kept is the rate that is told, however few calls there were and however long each takes",
    arguments: [(2.0, 2.0, 0.001), (2, 1, 0.4), (10, 0.5, 0.03), (100, 0.3, 0.25), (1_000, 1, 2)])
  func keptRate(rate: Double, seconds: Double, latency: Double) {
    let result = report(rate: rate, seconds: seconds) { $0 + latency }
    #expect(abs(result.rate / rate - 1) < 0.001, "\(result.rate)")
    #expect(abs(result.seconds - seconds) < 1e-6)
  }

  @Test("the rate of a server that falls behind is the one at which calls ended")
  func fallingBehind() {
    // Calls due at 1,000 a second end at 250 a second.
    let result = report(rate: 1_000, seconds: 2) { 100.001 + ($0 - 100) * 4 }
    #expect(abs(result.rate / 250 - 1) < 0.01, "\(result.rate)")
    #expect(result.timeline.allSatisfy { abs($0.rate / 250 - 1) < 0.1 }, "\(result.timeline.map(\.rate))")
    #expect(result.timeline.last.map { $0.at + $0.seconds > 7.9 } == true)
  }

  @Test("a course has every moment of the run, also those in which nothing ended")
  func wholeCourse() throws {
    let stalled = report(rate: 100, seconds: 20) { $0 < 105 ? $0 : 119.9 }
    #expect(stalled.timeline.count == 20)
    #expect(stalled.timeline[10].rate == 0 && stalled.timeline[2].rate == 100)
    let last = try #require(stalled.timeline.last)
    #expect(last.at + last.seconds == 20)
    #expect(abs(stalled.timeline.map { $0.rate * $0.seconds }.reduce(0, +) - 2_000) < 0.1)
  }
}
