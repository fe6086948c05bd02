/// A chart of lines over a grid as inline SVG, with title and legend.
package struct LineChart: Sendable {
  /// A line of the chart with its name in the legend.
  package struct Series: Sendable {
    let name: String
    let style: String
    let points: [(x: Double, y: Double)]

    /// A line through `points`, in their order; a single point is drawn as a dot.
    ///
    /// - Parameters:
    ///   - style: `s1`, `s2` or `s3`, which is dashed.
    ///   - points: x in the unit of the marks, y in that of the chart.
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
  private let scale: AxisScale

  private static let (width, height) = (720.0, 240.0)
  private static let (left, right, top, bottom) = (64.0, 28.0, 12.0, 28.0)

  /// A chart; the y axis begins at 0, and values are in `unit`.
  /// - Parameter marks: marks of the x axis: where, and what they say.
  package init(title: String, unit: String, series: [Series], marks: [(x: Double, text: String)]) {
    self.title = title
    self.unit = unit
    self.series = series
    self.marks = marks
    scale = AxisScale(to: series.flatMap { $0.points.map(\.y) }.max() ?? 1)
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

  private func x(_ value: Double) -> Double {
    let range = xRange
    return Self.left + (value - range.low) / (range.high - range.low) * (Self.width - Self.left - Self.right)
  }

  private func y(_ value: Double) -> Double {
    Self.height - Self.bottom - value / scale.top * (Self.height - Self.top - Self.bottom)
  }

  // MARK: Parts

  private var grid: String {
    let rows = scale.levels.map { level in
      SVG.line(SVG.Point(Self.left, y(level)), SVG.Point(Self.width - Self.right, y(level)), kind: "grid")
        + SVG.text(scale.label(level), at: SVG.Point(Self.left - 6, y(level) + 4), kind: "tick end")
    }
    let columns = marks.map { SVG.text($0.text, at: SVG.Point(x($0.x), Self.height - 8), kind: "tick middle") }
    return (rows + columns).joined()
  }

  private var lines: String {
    series.map { series in
      let places = series.points.map { SVG.Point(x($0.x), y($0.y)) }
      guard let only = places.first, places.count == 1 else { return SVG.polyline(places, kind: series.style) }
      return SVG.circle(only, radius: 3, kind: series.style)
    }.joined()
  }
}
