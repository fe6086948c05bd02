import EnrichmentSchema
import Pages
import Personality
import Population

/// The figures of a segment's page, as SVG.
enum SegmentCharts {
  /// The twelve dimensions as points on a scale from 0 to 1, with a bar of one standard deviation either way.
  static func dimensions(_ values: [PersonalityDimension]) -> String {
    let rows = zip(Dimension.allCases, values).enumerated().map { index, row in
      dimensionRow(row.0, row.1, y: 24 + 34 * Double(index))
    }
    return SVG.drawing(width: 720, height: 34 * 12 + 12, label: "the twelve dimensions", content: rows.joined())
  }

  private static func dimensionRow(_ dimension: Dimension, _ value: PersonalityDimension, y: Double) -> String {
    let scale = y - 4
    var row = SVG.text(dimension.name.split(separator: "_").joined(separator: " "), at: SVG.Point(0, y), kind: "name")
    row += SVG.text(dimension.poles.low, at: SVG.Point(226, y + 13), kind: "tick end")
    row += SVG.text(dimension.poles.high, at: SVG.Point(554, y + 13), kind: "tick")
    row += SVG.line(SVG.Point(at(0), scale), SVG.Point(at(1), scale), kind: "axis")
    guard let mean = value.value else {
      return row + SVG.text("withheld", at: SVG.Point(at(0.5), y - 8), kind: "tick middle")
    }
    let spread = value.stdDev ?? 0
    let ends = (at(max(0, mean - spread)), at(min(1, mean + spread)))
    row += SVG.line(SVG.Point(ends.0, scale), SVG.Point(ends.1, scale), kind: "spread")
    for quartile in value.percentiles.map({ [$0.p25, $0.p50, $0.p75] }) ?? [] {
      row += SVG.line(SVG.Point(at(quartile), y - 11), SVG.Point(at(quartile), y + 3), kind: "quartile")
    }
    return row + SVG.circle(SVG.Point(at(mean), scale), radius: 6)
      + SVG.text(NumberText.brief(mean), at: SVG.Point(560, y), kind: "value")
  }

  private static func at(_ value: Double) -> Double { 230 + 320 * value }

  /// The shares of visits by length; nil when one is withheld.
  static func visitLengths(_ time: TimeSpentAnalysis) -> String? {
    guard let short = time.shortVisits, let medium = time.mediumVisits, let long = time.longVisits else { return nil }
    return BarChart(
      label: "visits by length",
      bars: [("under 15 min", short), ("15 to 60 min", medium), ("over 60 min", long)]
    ).html
  }

  /// A person with as many spokes as people of the segment have connections on average; at most 60 are drawn.
  static func egoNetwork(_ connections: Int32) -> String {
    let spokes = min(60, max(0, Int(connections)))
    let center = SVG.Point(110, 110)
    let friends = (0..<spokes).map { index in
      SVG.Point(around: center, radius: 85, turn: Double(index) / Double(spokes))
    }
    let drawn = friends.map { SVG.line(center, $0, kind: "axis") + SVG.circle($0, radius: 4) }
    return SVG.drawing(
      width: 220, height: 220, label: "a person with \(connections) direct connections",
      content: drawn.joined() + SVG.circle(center, radius: 11, kind: "self"))
  }
}
