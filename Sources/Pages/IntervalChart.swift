/// Values with their intervals below each other, around a line at zero, as inline SVG.
package struct IntervalChart: Sendable {
  /// A value with its interval.
  package struct Row: Sendable {
    let name: String
    let value: Double
    let range: ClosedRange<Double>
    let style: String

    /// A row.
    ///
    /// - Parameters:
    ///   - low: the lower end of the interval; ends in the wrong order are exchanged.
    ///   - style: `s1`, `s2` or `s3`: the colour of the value's dot.
    package init(name: String, value: Double, low: Double, high: Double, style: String = "s1") {
      (self.name, self.value, self.style) = (name, value, style)
      range = min(low, high)...max(low, high)
    }
  }

  private let label: String
  private let unit: String
  private let rows: [Row]

  private static let (left, width, right, step) = (256.0, 350.0, 110.0, 22.0)

  /// A chart.
  /// - Parameters:
  ///   - label: what it shows, for those who do not see it.
  ///   - unit: what stands behind each value.
  package init(label: String, unit: String, rows: [Row]) { (self.label, self.unit, self.rows) = (label, unit, rows) }

  /// The drawing; nothing without rows.
  package var html: String {
    guard !rows.isEmpty else { return "" }
    let height = 12 + Self.step * Double(rows.count)
    var content = SVG.line(SVG.Point(x(0), 4), SVG.Point(x(0), height - 4), kind: "axis")
    for (index, row) in rows.enumerated() { content += drawing(of: row, at: 6 + Self.step * (Double(index) + 0.5)) }
    return SVG.drawing(
      width: Self.left + Self.width + Self.right, height: height, label: label, content: content)
  }

  private func drawing(of row: Row, at height: Double) -> String {
    let (low, high) = (row.range.lowerBound, row.range.upperBound)
    let interval = [SVG.Point(x(low), height), SVG.Point(x(high), height)]
    let numbers = "\(NumberText.fixed(row.value, 1))\(unit) [\(NumberText.fixed(low, 1)), \(NumberText.fixed(high, 1))]"
    return SVG.text(row.name, at: SVG.Point(Self.left - 130, height + 4), kind: "end")
      + SVG.text(numbers, at: SVG.Point(Self.left - 122, height + 4), kind: "tick")
      + SVG.polyline(interval, kind: row.style)
      + SVG.circle(SVG.Point(x(row.value), height), radius: 4, kind: row.style)
  }

  private func x(_ value: Double) -> Double {
    let low = min(0, rows.map { min($0.value, $0.range.lowerBound) }.min() ?? 0)
    let high = max(0, rows.map { max($0.value, $0.range.upperBound) }.max() ?? 0)
    let span = high > low ? high - low : 1
    return Self.left + 12 + (value - low) / span * (Self.width + Self.right - 24)
  }
}
