/// A few bars side by side as inline SVG, each with its name below and its value above.
package struct BarChart: Sendable {
  private let label: String
  private let bars: [(name: String, share: Double)]

  private static let (step, width, tallest, base) = (120.0, 100.0, 120.0, 150.0)

  /// A chart of shares, 0 to 1; a bar of 1 is as tall as the chart.
  /// - Parameter label: what it shows, for those who do not see it.
  package init(label: String, bars: [(name: String, share: Double)]) {
    self.label = label
    self.bars = bars
  }

  /// The drawing.
  package var html: String {
    let end = 40 + Self.step * Double(bars.count)
    var content = SVG.line(SVG.Point(20, Self.base), SVG.Point(end, Self.base), kind: "axis")
    for (index, bar) in bars.enumerated() {
      let left = 40 + Self.step * Double(index)
      let height = Self.tallest * min(1, max(0, bar.share))
      content += SVG.rectangle(SVG.Point(left, Self.base - height), width: Self.width, height: height)
      let middle = left + Self.width / 2
      content += SVG.text(NumberText.brief(bar.share), at: SVG.Point(middle, Self.base - 7 - height), kind: "middle")
      content += SVG.text(bar.name, at: SVG.Point(middle, Self.base + 18), kind: "tick middle")
    }
    return SVG.drawing(width: end + 20, height: Self.base + 30, label: label, content: content)
  }
}
