/// A chart of lines as inline SVG.
struct LineChart: Sendable {
  /// A line.
  struct Series: Sendable {
    let name: String
    /// A CSS class of the page: s1, s2 or s3.
    let style: String
    let points: [(x: Double, y: Double)]
  }

  let title: String
  let unit: String
  let series: [Series]
  /// Marks of the x axis: where, and what they say.
  let marks: [(x: Double, text: String)]

  private static let (width, height) = (720.0, 240.0)
  private static let (left, right, top, bottom) = (64.0, 28.0, 12.0, 28.0)

  /// The SVG element with its title and legend.
  var html: String {
    let legend = series.map { "<span class=\"\($0.style)\">\(PageText.escaped($0.name))</span>" }.joined(separator: " ")
    return """
      <figure><figcaption>\(PageText.escaped(title)) <small>\(PageText.escaped(unit))</small> \(legend)</figcaption>
      <svg viewBox="0 0 \(Self.width) \(Self.height)" role="img" aria-label="\(PageText.escaped(title))">
      \(grid)\(lines)</svg></figure>

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
    let levels = (0...4).map { yTop * Double($0) / 4 }
    let rows = levels.map { level in
      """
      <line class="grid" x1="\(Self.left)" x2="\(Self.width - Self.right)" y1="\(short(y(level)))" y2="\(short(y(level)))"/>\
      <text class="tick" x="\(Self.left - 6)" y="\(short(y(level) + 4))" text-anchor="end">\(tick(level))</text>

      """
    }
    let columns = marks.map { mark in
      """
      <text class="tick" x="\(short(x(mark.x)))" y="\(Self.height - 8)" text-anchor="middle">\(PageText.escaped(mark.text))</text>

      """
    }
    return (rows + columns).joined()
  }

  private var lines: String {
    series.map { series in
      let points = series.points.map { "\(short(x($0.x))),\(short(y($0.y)))" }.joined(separator: " ")
      return "<polyline class=\"\(series.style)\" points=\"\(points)\"/>\n"
    }.joined()
  }

  private func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

  private func tick(_ value: Double) -> String {
    Decimal.fixed(value, value == value.rounded() ? 0 : yTop < 1 ? 3 : 1)
  }
}
