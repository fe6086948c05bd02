import LoadTesting
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

  @Test("a sparkline fills its highest place")
  func sparkline() {
    #expect(Sparkline.text(of: [0, 1, 2, 4], width: 3) == "▂▄█")
    #expect(Sparkline.text(of: [0, 0], width: 3) == "▁▁")
  }
}
