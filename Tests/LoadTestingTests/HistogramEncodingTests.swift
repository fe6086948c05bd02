import LoadTesting
import Testing

@Suite("Distributions", .timeLimit(.minutes(2)))
struct HistogramEncodingTests {
  private func histogram(_ values: [Int64]) -> LatencyHistogram {
    var histogram = LatencyHistogram()
    for value in values { histogram.record(value) }
    return histogram
  }

  @Test("the text of a distribution gives the same distribution")
  func roundTrip() throws {
    var random = SeededRandom(seed: 3, stream: 0)
    let values =
      (0..<5_000).map { _ in Int64.random(in: 0...50_000_000_000, using: &random) } + [0, 0, 1, 3_700_000_000_000]
    let before = histogram(values)
    let after = try HistogramEncoding.histogram(of: HistogramEncoding.text(of: before.values))
    #expect(after == before)
    #expect(after.milliseconds(atPercent: 99) == before.milliseconds(atPercent: 99))
  }

  @Test("an empty distribution has no figures and survives too")
  func empty() throws {
    #expect(histogram([]).summary == nil)
    #expect(try HistogramEncoding.histogram(of: HistogramEncoding.text(of: LatencyHistogram().values)).count == 0)
  }

  @Test("percentiles keep three digits")
  func precision() throws {
    let figures = try #require(histogram((1...100_000).map { $0 * 10_000 }).summary)
    for point in figures.percentiles {
      #expect(abs(point.milliseconds / (point.percent * 10) - 1) < 0.001, "\(point.percent)")
    }
    #expect(abs(figures.mean / 500 - 1) < 0.001)
  }

  @Test("merged distributions are those of all values")
  func merge() {
    var left = histogram([1_000_000, 2_000_000])
    left.add(histogram([9_000_000_000]))
    #expect(left == histogram([1_000_000, 2_000_000, 9_000_000_000]))
  }

  @Test("a damaged text is refused", arguments: ["", "!!!!", "HISTFAAAAB42pNp", String(repeating: "A", count: 100)])
  func damaged(_ text: String) {
    #expect(throws: MalformedHistogram.self) { _ = try HistogramEncoding.histogram(of: text) }
  }
}
