import EventLoop
import Foundation
import RPC
import Testing
import WireFormat

@testable import LoadTesting

@Suite("Reports", .timeLimit(.minutes(2)))
struct ReportTests {
  private var result: LoadResult {
    var histogram = LatencyHistogram()
    for index in 1...1_000 { histogram.record(Int64(index) * 100_000) }
    var result = LoadResult()
    var plan = LoadPlan()
    plan.method = "shop.Orders/Put<script>"
    plan.endpoint = "127.0.0.1:1"
    plan.loop = "open"
    plan.schedule = "100x10s"
    result.plan = plan
    result.seconds = 10
    result.started = 1_001
    result.succeeded = 1_000
    result.failed = 1
    result.rate = 100
    result.latencyFromIntended = histogram.summary
    result.latencyFromSend = histogram.summary
    result.invalidReasons = ["late & slow"]
    for (status, count) in [("OK", 1_000), ("UNAVAILABLE", 1)] as [(String, UInt64)] {
      var outcome = Outcome()
      outcome.status = status
      outcome.cause = status == "OK" ? "" : "the <server> is gone"
      outcome.count = count
      result.outcomes.append(outcome)
    }
    for index in 0..<10 {
      var interval = Interval()
      interval.at = Double(index)
      interval.seconds = 1
      interval.rate = 100
      interval.p50 = 50
      result.timeline.append(interval)
    }
    return result
  }

  @Test("the JSON of a result gives the same result")
  func json() throws {
    #expect(
      try LoadResult(jsonString: result.jsonString(options: JSONEncodingOptions(isPretty: true, writesDefaults: true)))
        == result)
  }

  @Test("the page is whole, escapes what it shows, and refers to nothing else")
  func page() {
    let page = PageReport(result).html
    #expect(page.hasPrefix("<!doctype html>"))
    #expect(page.contains("INVALID: late &amp; slow"))
    #expect(page.contains("the &lt;server&gt; is gone"))
    #expect(!page.contains("<script>"))
    #expect(!page.contains("http"))
    #expect(page.split(separator: "<polyline").count == 7)
  }

  @Test("the text names the rate, the percentiles and the causes")
  func text() {
    let text = TextReport(result).lines.joined(separator: "\n")
    #expect(text.contains("1,000 of 1,001 calls succeeded"))
    #expect(text.contains("INVALID"))
    #expect(text.contains("UNAVAILABLE 1 (0.10 %): the <server> is gone"))
    #expect(text.contains("p99.99"))
  }

  @Test("the text tells what went over the wire and what the server did to it")
  func wire() {
    var wired = result
    var traffic = Traffic()
    traffic.connects = 3
    traffic.reconnects = 2
    traffic.wireBytesSent = 1_234_567
    traffic.resets = ["CANCEL": 4]
    traffic.goaways = ["ENHANCE_YOUR_CALM": 2]
    traffic.flowControlSeconds = 0.5
    wired.traffic = traffic
    let text = TextReport(wired).lines.joined(separator: "\n")
    #expect(text.contains("on the wire 1,234,567 and 0"))
    #expect(text.contains("connections made: 3, of them again: 2, failed: 0"))
    #expect(text.contains("streams reset with CANCEL: 4"))
    #expect(text.contains("GOAWAY with ENHANCE_YOUR_CALM: 2"))
    #expect(text.contains("senders waited 0.500 s"))
  }

  @Test("a run tells what went over the wire")
  func run() async throws {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]),
      services: [HealthService()])
    guard case .tcp(let host, let port)? = try await server.start().first?.endpoint else { return }
    defer { server.stop() }
    let loop = try EventLoop.spawn(name: "wire")
    defer { loop.shutdown() }
    let channels = try (0..<2).map { _ in try Channel(target: .plaintext(host: host, port: port), loop: loop) }
    let lane = Lane(loop: loop, channels: channels, random: SeededRandom(seed: 1, stream: 0))
    defer { lane.close() }
    let check = MethodDescriptor(service: "grpc.health.v1.Health", name: "Check", kind: .unary)
    let workload = UnaryWorkload(check, source: .constant([]), options: CallOptions())
    let run = LoadRun(kind: .closed(ClosedLoop(concurrency: 2, count: 20)), warmup: 0, seconds: 30, plan: LoadPlan())
    let traffic = try #require(await run.run(workload, on: [lane]).traffic)
    #expect(traffic.connects == 2 && traffic.reconnects == 0)
    #expect(traffic.wireBytesSent > 20 * 14 && traffic.wireBytesReceived > 20 * 16)
  }

  @Test("a run without a measured call says so and why")
  func nothingMeasured() {
    var run = LoadResult()
    run.plan = LoadPlan()
    var warmUp = UncountedCalls()
    warmUp.note(
      CallTimes(
        due: MonotonicTime(nanoseconds: 0), sent: MonotonicTime(nanoseconds: 0), ended: MonotonicTime(nanoseconds: 1),
        end: CallEnd(status: .deadlineExceeded, cause: "the deadline of 30s has passed")))
    run.invalidReasons = Validity(delayedCalls: 0, lanes: 1, warmUp: warmUp).reasons(run, concurrency: 1)
    let text = TextReport(run).lines.joined(separator: "\n")
    #expect(text.contains("no call was measured") && !text.contains("0 of 0"))
    #expect(text.contains("the 1 calls of the warm-up") && text.contains("DEADLINE_EXCEEDED: the deadline of 30s"))
  }

  @Test("a chart of a course goes from the beginning to the end of the run, however short it was")
  func courses() throws {
    var short = result
    short.seconds = 0.5
    short.timeline = Array(short.timeline.prefix(1))
    (short.timeline[0].seconds, short.timeline[0].p99) = (0.5, 60)
    let page = PageReport(short).html
    for title in ["Latency over time", "Rate over time"] {
      let chart = try #require(page.components(separatedBy: "<figcaption>\(title)").last)
      let points = try #require(chart.components(separatedBy: "points=\"")[1].split(separator: "\"").first)
      let places = points.split(separator: " ").map { $0.split(separator: ",")[0] }
      #expect(places == ["64", "378", "692"], "\(title): from the left edge to the right one")
    }
    #expect(page.contains(">0.5 s</text>") && page.contains(">0.1 s</text>"))
    short.timeline.append(Interval())
    short.timeline[1].at = 0.5
    short.timeline[1].seconds = 0.5
    let latencies = try #require(PageReport(short).html.components(separatedBy: "Latency over time").last)
    #expect(!latencies.components(separatedBy: "</figure>")[0].contains(",212"), "no latency where nothing ended")
  }

  @Test("the CSV has a row for each stretch")
  func csv() {
    let rows = CSVReport(result).text.split(whereSeparator: \.isNewline)
    #expect(rows.count == 11)
    #expect(rows[1] == "0.0,1.0,0.0,100.0,0,50.0,0.0,0.0")
  }

  @Test("the log has a compressed distribution for each latency")
  func log() throws {
    let rows = HistogramLog(result).text.split(separator: "\n").filter { $0.hasPrefix("Tag=") }
    #expect(rows.count == 2)
    let text = String(rows[0].split(separator: ",")[4])
    #expect(try HistogramEncoding.histogram(of: text).count == 1_000)
  }

  @Test("the text tells a missed condition, the rates that were tried, and a run without a call that succeeded")
  func verdicts() throws {
    var judged = result
    judged.thresholds = [try Threshold("p99<1ms").check(result), try Threshold("rate>1").check(result)]
    var step = SearchStep()
    (step.rate, step.reached, step.p99, step.errorShare) = (200, 150, 2.5, 0.25)
    judged.search = [step]
    let text = TextReport(judged).lines.joined(separator: "\n")
    #expect(text.contains("MISSED p99<1ms, measured 99.") && text.contains("held   rate>1, measured 100.000"))
    #expect(text.contains("200/s reached 150, p99 2.50 ms, errors 25.00 %: missed"))
    #expect(text.hasSuffix("no rate held, down to 200/s"))
    var failing = LoadResult()
    (failing.started, failing.failed) = (1, 1)
    #expect(TextReport(failing).lines.contains("latency: no call succeeded"))
  }

  @Test("the page names what was missed, and is whole without a single call")
  func pageVerdicts() throws {
    var judged = result
    judged.thresholds = [try Threshold("p99<1ms").check(result)]
    #expect(PageReport(judged).html.contains("missed: p99&lt;1ms"))
    let empty = PageReport(LoadResult()).html
    #expect(empty.hasPrefix("<!doctype html>") && empty.hasSuffix("</html>\n") && !empty.contains("nan"))
  }

  @Test("the percentile curve gives each nine the same room")
  func places() {
    #expect(PercentileCurve.place(0) == 0)
    for (percent, place) in [(90.0, 1.0), (99, 2), (99.9, 3)] {
      #expect(abs(PercentileCurve.place(percent) - place) < 1e-9)
    }
    #expect(PercentileCurve.place(100) < 7, "the end of the scale, not infinity")
  }

  @Test("the log names each distribution, with its length and its longest value")
  func logRows() {
    let rows = HistogramLog(result).text.split(separator: "\n").map { $0.split(separator: ",") }
    #expect(rows[0].joined().hasPrefix("#[Histogram log format version 1.2]"))
    let tagged = rows.filter { $0[0].hasPrefix("Tag=") }
    #expect(tagged.map { String($0[0]) } == ["Tag=from_due", "Tag=from_send"])
    #expect(tagged.allSatisfy { $0[1] == "0.000" && $0[2] == "10.000" })
    #expect(tagged.allSatisfy { abs((Double($0[3]) ?? 0) / 100 - 1) < 0.001 })
  }

  @Test("reports of nothing are whole")
  func nothing() {
    #expect(CSVReport(LoadResult()).text.split(whereSeparator: \.isNewline).count == 1)
    #expect(!HistogramLog(LoadResult()).text.contains("Tag="))
    #expect(TextReport(LoadResult()).lines.allSatisfy { !$0.contains("nan") && !$0.contains("inf") })
  }

  // MARK: While a run lasts

  private func progress(elapsed: Double, intended: Double? = nil, rates: [Double] = [5, 10]) -> RunProgress {
    RunProgress(elapsed: elapsed, total: 60, rates: rates, intendedRate: intended, failed: 3, p50: 0.5, p99: 12.25)
  }

  @Test("one line says how a run stands")
  func line() {
    #expect(progress(elapsed: -1).line == "warming up")
    #expect(
      progress(elapsed: 12, intended: 1_500).line
        == "▄█ 10 of 1,500/s  p50 0.500 ms  p99 12.25 ms  failed 3  48 s left")
    #expect(progress(elapsed: 90, rates: []).line.hasPrefix(" 0/s  p50"))
    var counted = progress(elapsed: 12)
    counted.callsLeft = 1_250
    #expect(counted.line.hasSuffix("failed 3  1,250 calls left"), "a run of so many calls has no time that is left")
  }

  // MARK: Whether it speaks of the server

  private func reasons(
    cpu: Double = 0, delayed: Int = 0, loop: String = "open", lag: Int64? = nil, latency: Int64 = 100_000_000
  ) -> [String] {
    var run = LoadResult()
    run.seconds = 10
    run.started = 1_000
    run.cpuSeconds = cpu
    run.plan = LoadPlan()
    run.plan?.loop = loop
    var latencies = LatencyHistogram()
    latencies.record(latency)
    run.latencyFromIntended = latencies.summary
    if let lag {
      var lags = LatencyHistogram()
      lags.record(lag)
      run.generatorLag = lags.summary
    }
    return Validity(delayedCalls: delayed, lanes: 2).reasons(run, concurrency: 7)
  }

  @Test("a run is valid until the generator is what was measured")
  func validity() {
    #expect(reasons().isEmpty)
    #expect(reasons(cpu: 19.2).first?.contains("CPU was 96 % busy") == true)
    #expect(reasons(cpu: 18.9).isEmpty)
    #expect(reasons(delayed: 11).first?.contains("11 calls waited for a place among 7 at once") == true)
    #expect(reasons(delayed: 10).isEmpty)
    #expect(reasons(lag: 15_000_000).first?.contains("did not keep up") == true)
    #expect(reasons(lag: 5_000_000).isEmpty, "a twentieth of the latency is the server's business")
    #expect(reasons(lag: 1_500_000, latency: 1_000_000).isEmpty, "timers are no finer")
    #expect(reasons(loop: "closed", lag: 15_000_000).isEmpty, "a closed loop is never late")
  }
}
