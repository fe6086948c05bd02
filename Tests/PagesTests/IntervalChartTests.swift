import Testing

@testable import Pages

@Suite("A chart of intervals", .timeLimit(.minutes(1)))
struct IntervalChartTests {
  @Test("says each value with its interval, and marks the line at zero even where all values are above it")
  func rows() {
    let html = IntervalChart(
      label: "gains", unit: " %",
      rows: [
        .init(name: "a <b>", value: 17.24, low: 15.7, high: 18.84), .init(name: "c", value: -1, low: 0.5, high: -2.5),
      ]
    ).html
    #expect(html.contains("17.2 % [15.7, 18.8]") && html.contains("-1.0 % [-2.5, 0.5]"))
    #expect(html.contains("a &lt;b&gt;") && html.contains("class=\"axis\"") && !html.contains("nan"))
  }

  @Test("is nothing without rows, and draws a single value of zero")
  func edges() {
    #expect(IntervalChart(label: "", unit: "", rows: []).html.isEmpty)
    #expect(
      IntervalChart(label: "", unit: "", rows: [.init(name: "x", value: 0, low: 0, high: 0)]).html.contains("<circle"))
  }
}
