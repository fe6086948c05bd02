import Glibc
import Testing

@testable import Pages

@Suite("Drawings", .timeLimit(.minutes(1)))
struct DrawingTests {
  @Test("shapes carry their coordinates and kinds")
  func shapes() {
    let (a, b) = (SVG.Point(1, 2), SVG.Point(3.14159, 4))
    #expect(SVG.line(a, b, kind: "axis") == "<line class=\"axis\" x1=\"1\" y1=\"2\" x2=\"3.14\" y2=\"4\"/>\n")
    #expect(SVG.polyline([a, b], kind: "s1") == "<polyline class=\"s1\" points=\"1,2 3.14,4\"/>\n")
    #expect(SVG.circle(a, radius: 5) == "<circle cx=\"1\" cy=\"2\" r=\"5\"/>\n")
    #expect(
      SVG.rectangle(a, width: 3, height: 4, kind: "k")
        == "<rect class=\"k\" x=\"1\" y=\"2\" width=\"3\" height=\"4\"/>\n")
    #expect(SVG.path("M0 0", strokeWidth: 1.5) == "<path stroke-width=\"1.5\" d=\"M0 0\"/>\n")
    #expect(SVG.text("<x>", at: a, kind: "tick end") == "<text class=\"tick end\" x=\"1\" y=\"2\">&lt;x&gt;</text>\n")
    #expect(SVG.group(title: "a&b", kind: "g", content: "c") == "<g class=\"g\"><title>a&amp;b</title>\nc</g>\n")
  }

  @Test("a drawing says what it shows to those who do not see it")
  func label() {
    let drawing = SVG.drawing(width: 10, height: 5.5, label: "a \"b\"", content: "x")
    #expect(drawing.hasPrefix("<svg width=\"10\" viewBox=\"0 0 10 5.5\" role=\"img\" aria-label=\"a &quot;b&quot;\">"))
    #expect(drawing.hasSuffix("x</svg>\n"))
  }

  @Test("places on a circle go clockwise from its right end")
  func turn() {
    let center = SVG.Point(10, 10)
    #expect(SVG.Point(around: center, radius: 5, turn: 0).text == "15 10")
    #expect(SVG.Point(around: center, radius: 5, turn: 0.25).text == "10 15")
    #expect(SVG.Point(around: center, radius: 5, turn: -0.25).text == "10 5")
  }

  @Test(
    "coordinates have two decimals, and those that are whole have none", arguments: [(-0.001, "0"), (1e20, "1e+20")])
  func number(value: Double, text: String) {
    #expect(SVG.number(value) == text)
  }

  @Test(
    "an axis has steps of 1, 2 or 5 times a power of ten, the smallest of which five reach the end",
    arguments: [
      (1, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (1.1, ["0.0", "0.5", "1.0", "1.5"]),
      (2.5, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
      (3, ["0", "1", "2", "3"]), (5, ["0", "1", "2", "3", "4", "5"]), (7.5, ["0", "2", "4", "6", "8"]),
      (0.001, ["0.0000", "0.0002", "0.0004", "0.0006", "0.0008", "0.0010"]), (0.3, ["0.0", "0.1", "0.2", "0.3"]),
      (1_001, ["0", "500", "1,000", "1,500"]), (15, ["0", "5", "10", "15"]),
      (0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      (.nan, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    ] as [(Double, [String])])
  func axis(highest: Double, labels: [String]) {
    let scale = AxisScale(to: highest)
    #expect(scale.levels.map(scale.label) == labels)
  }

  @Test("whatever an axis has room for, each label says its level exactly, and no two are the same")
  func axisLabels() throws {
    for exponent in -60...60 {
      let scale = AxisScale(to: pow(10, Double(exponent) / 10))
      let labels = scale.levels.map(scale.label)
      #expect(Set(labels).count == labels.count && (2...6).contains(labels.count), "\(labels)")
      for (level, label) in zip(scale.levels, labels) {
        let read = try #require(Double(label.filter { $0 != "," }))
        #expect(abs(read - level) <= 1e-9 * scale.top, "\(label) for \(level)")
      }
    }
  }

  @Test("a line chart has a line for each series, its legend, the levels of its axis and its marks")
  func lineChart() {
    let chart = LineChart(
      title: "Rate <1>", unit: "per second",
      series: [
        .init(name: "reached", style: "s1", points: [(0, 0), (10, 100)]),
        .init(name: "intended", style: "s3", points: [(0, 100), (10, 100)]),
      ], marks: [(0, "0 s"), (10, "10 s")]
    ).html
    #expect(chart.split(separator: "<polyline").count == 3)
    #expect(chart.split(separator: "class=\"grid\"").count == 7)
    #expect(chart.contains("<figcaption>Rate &lt;1&gt; <small>per second</small>"))
    #expect(chart.contains("<span class=\"s3\">intended</span>"))
    #expect(chart.contains("points=\"64,212 692,12\""), "the first line runs from corner to corner")
    #expect(chart.contains(">10 s</text>") && chart.contains(">100</text>"))
  }

  @Test("a chart without values is an empty grid")
  func emptyChart() {
    let chart = LineChart(title: "t", unit: "u", series: [.init(name: "n", style: "s1", points: [])], marks: []).html
    #expect(chart.contains("class=\"grid\"") && !chart.contains("nan"))
  }

  @Test("bars are as tall as their shares, within the chart")
  func barChart() {
    let chart = BarChart(label: "l", bars: [("a", 0.5), ("b", 1.5), ("c", -1)]).html
    #expect(chart.contains("<rect x=\"40\" y=\"90\" width=\"100\" height=\"60\"/>"))
    #expect(chart.contains("<rect x=\"160\" y=\"30\" width=\"100\" height=\"120\"/>"))
    #expect(chart.contains("<rect x=\"280\" y=\"150\" width=\"100\" height=\"0\"/>"))
    #expect(chart.contains(">0.5</text>") && chart.contains(">a</text>"))
  }

  @Test("a single point is a dot within the drawing, on a scale that is one unit wide")
  func singlePoint() {
    let chart = LineChart(
      title: "t", unit: "u", series: [.init(name: "n", style: "s2", points: [(5, 3)])], marks: [(5, "5 s")]
    ).html
    #expect(chart.contains("<circle class=\"s2\" cx=\"64\" cy=\"12\" r=\"3\"/>"), "3 of 3 at the left edge")
    #expect(!chart.contains("nan") && !chart.contains("inf"))
  }
}
