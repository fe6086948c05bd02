import Personality
import Population
import EnrichmentSchema
import Foundation

/// The figures of a segment's page, as SVG.
enum SegmentCharts {
  /// The twelve dimensions as points on a scale from 0 to 1, with a bar of one standard deviation either way.
  static func dimensions(_ values: [PersonalityDimension]) -> String {
    var content = ""
    for (index, (dimension, value)) in zip(Dimension.allCases, values).enumerated() {
      let y = 24 + 34 * Double(index)
      let name = dimension.name.split(separator: "_").joined(separator: " ")
      content += text(0, y, name, "name") + text(226, y + 13, dimension.poles.low, "pole end")
      content += text(554, y + 13, dimension.poles.high, "pole") + line(230, y - 4, 550, y - 4, "axis")
      guard let mean = value.value else {
        content += text(390, y - 8, "withheld", "pole middle")
        continue
      }
      let spread = value.stdDev ?? 0
      content += line(at(max(0, mean - spread)), y - 4, at(min(1, mean + spread)), y - 4, "spread")
      for quartile in value.percentiles.map({ [$0.p25, $0.p50, $0.p75] }) ?? [] {
        content += line(at(quartile), y - 11, at(quartile), y + 3, "quartile")
      }
      content += "<circle cx=\"\(number(at(mean)))\" cy=\"\(number(y - 4))\" r=\"6\"/>\n"
      content += text(560, y, Lines.number(mean), "value")
    }
    return PageText.drawing(720, 34 * 12 + 12, "the twelve dimensions", content)
  }

  /// The shares of visits by length.
  static func visitLengths(_ time: TimeSpentAnalysis) -> String? {
    let bins = [
      ("under 15 min", time.shortVisits), ("15 to 60 min", time.mediumVisits), ("over 60 min", time.longVisits),
    ]
    guard bins.allSatisfy({ $0.1 != nil }) else { return nil }
    var content = line(20, 150, 400, 150, "axis")
    for (index, (name, share)) in bins.enumerated() {
      let (x, height) = (40 + 120 * Double(index), 120 * (share ?? 0))
      content += "<rect x=\"\(number(x))\" y=\"\(number(150 - height))\" width=\"100\" height=\"\(number(height))\"/>\n"
      content += text(x + 50, 143 - height, Lines.number(share ?? 0), "value middle")
      content += text(x + 50, 168, name, "pole middle")
    }
    return PageText.drawing(420, 180, "visits by length", content)
  }

  /// A person with as many spokes as people of the segment have connections on average; at most 60 are drawn.
  static func egoNetwork(_ connections: Int32) -> String {
    let spokes = min(60, max(0, Int(connections)))
    var content = ""
    for index in 0..<spokes {
      let (x, y) = turn(Double(index) / Double(spokes))
      content += line(110, 110, 110 + 85 * x, 110 + 85 * y, "axis")
      content += "<circle cx=\"\(number(110 + 85 * x))\" cy=\"\(number(110 + 85 * y))\" r=\"4\"/>\n"
    }
    content += "<circle class=\"self\" cx=\"110\" cy=\"110\" r=\"11\"/>\n"
    return PageText.drawing(220, 220, "a person with \(connections) direct connections", content)
  }

  private static func at(_ value: Double) -> Double { 230 + 320 * value }

  /// A point on the unit circle, by the share of a full turn.
  private static func turn(_ share: Double) -> (Double, Double) {
    (cos(2 * Double.pi * share), sin(2 * Double.pi * share))
  }

  private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) -> String {
    "<line class=\"\(kind)\" x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\"/>\n"
  }

  private static func text(_ x: Double, _ y: Double, _ words: String, _ kind: String) -> String {
    "<text class=\"\(kind)\" x=\"\(number(x))\" y=\"\(number(y))\">\(PageText.escaped(words))</text>\n"
  }

  private static func number(_ value: Double) -> String { PageText.number(value) }
}
