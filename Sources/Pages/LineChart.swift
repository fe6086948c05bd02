/// A chart of lines over a grid as inline SVG, with title and legend.
package struct LineChart: Sendable {
  /// A line.
  package struct Series: Sendable {
    let name: String
    let style: String
    let points: [(x: Double, y: Double)]

    /// A line.
    /// - Parameter style: `s1`, `s2` or `s3`, which is dashed.
    package init(name: String, style: String, points: [(x: Double, y: Double)]) {
      self.name = name
      self.style = style
      self.points = points
    }
  }

  private let title: String
  private let unit: String
  private let series: [Series]
  private let marks: [(x: Double, text: String)]

  private static let (width, height) = (720.0, 240.0)
  private static let (left, right, top, bottom) = (64.0, 28.0, 12.0, 28.0)

  /// A chart; the y axis begins at 0, and values are in `unit`.
  /// - Parameter marks: marks of the x axis: where, and what they say.
  package init(title: String, unit: String, series: [Series], marks: [(x: Double, text: String)]) {
    self.title = title
    self.unit = unit
    self.series = series
    self.marks = marks
  }

  /// The figure.
  package var html: String {
    let legend = series.map { "<span class=\"\($0.style)\">\(HTML.escaped($0.name))</span>" }.joined(separator: " ")
    let drawing = SVG.drawing(width: Self.width, height: Self.height, label: title, content: grid + lines)
    return """
      <figure><figcaption>\(HTML.escaped(title)) <small>\(HTML.escaped(unit))</small> \(legend)</figcaption>
      \(drawing)</figure>

      """
  }

  // MARK: Scales

  private var xRange: (low: Double, high: Double) {
    let all = series.flatMap { $0.points.map(\.x) } + marks.map(\.x)
    let (low, high) = (all.min() ?? 0, all.max() ?? 1)
    return high > low ? (low, high) : (low, low + 1)
  }

  private var yTop: Double {
    let highest = series.flatMap { $0.points.map(\.y) }.max() ?? 1
    return Self.round(above: highest > 0 ? highest : 1)
  }

  /// The next of 1, 2, 2.5, 5 and 10 times a power of ten.
  static func round(above value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return ([1, 2, 2.5, 5, 10].first { $0 * power >= value } ?? 10) * power
  }

  private func x(_ value: Double) -> Double {
    let range = xRange
    return Self.left + (value - range.low) / (range.high - range.low) * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom - value / yTop * (Self.height - Self.top - Self.bottom)
  }

  // MARK: Parts

  private var grid: String {
    let rows = (0...4).map { yTop * Double($0) / 4 }.map { level in
      SVG.line(SVG.Point(Self.left, y(level)), SVG.Point(Self.width - Self.right, y(level)), kind: "grid")
        + SVG.text(tick(level), at: SVG.Point(Self.left - 6, y(level) + 4), kind: "tick end")
    }
    let columns = marks.map { SVG.text($0.text, at: SVG.Point(x($0.x), Self.height - 8), kind: "tick middle") }
    return (rows + columns).joined()
  }

  private var lines: String {
    series.map { series in
      SVG.polyline(series.points.map { SVG.Point(x($0.x), y($0.y)) }, kind: series.style)
    }.joined()
  }

  private func tick(_ value: Double) -> String {
    NumberText.fixed(value, value == value.rounded() ? 0 : yTop < 1 ? 3 : 1)
  }
}
