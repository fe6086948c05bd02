import EventLoop
import LoadTesting
import RPC
import Testing
import WireFormat

@Suite("Reports")
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
}
