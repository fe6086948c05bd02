import Pages
import Personality
import Population

/// A closed braid as SVG: strands that pass below are broken where another passes above.
enum KnotDrawing {
  /// Height and width of a distance between strands.
  private static let scale = 22.0

  /// The drawing of a personality's knot at one layer; every crossing says which trait it belongs to.
  static func svg(_ traits: TraitLevels) -> String {
    let word = PersonalityBraid.word(for: traits)
    let diagram = BraidDiagram(of: word)
    let dimensions = PersonalityBraid.dimensions(for: traits)
    var content = diagram.arcs.map { SVG.path(rounded($0)) }.joined()
    content += diagram.passages.map { SVG.path(curve($0)) }.joined()
    for (index, crossing) in diagram.crossings.enumerated() {
      let sign = word.letters[index] > 0 ? "high" : "low"
      let title = dimensions[index].map { "\($0.name), \(sign)" } ?? "closes the braid"
      let over = curve(crossing.over)
      content += SVG.group(
        title: title, kind: dimensions[index] == nil ? "base" : sign,
        content: SVG.path(curve(crossing.under)) + SVG.path(over, kind: "halo") + SVG.path(over))
    }
    return SVG.drawing(
      width: diagram.size.x * scale, height: diagram.size.y * scale, label: "closure of the braid \(word.letters)",
      content: SVG.group(kind: "knot", content: content))
  }

  /// A strand's way through a column, level where it enters and leaves.
  private static func curve(_ strand: BraidDiagram.Strand) -> String {
    let middle = (strand.from.x + strand.to.x) / 2
    return "M\(point(strand.from.x, strand.from.y)) C\(point(middle, strand.from.y)) \(point(middle, strand.to.y)) "
      + point(strand.to.x, strand.to.y)
  }

  /// A line along corners, rounded at those in between.
  private static func rounded(_ corners: [BraidDiagram.Point]) -> String {
    guard let first = corners.first, let last = corners.last else { return "" }
    var data = "M\(point(first.x, first.y))"
    for index in corners.indices.dropFirst().dropLast() {
      let (before, corner, after) = (corners[index - 1], corners[index], corners[index + 1])
      let (start, end) = (toward(before, from: corner), toward(after, from: corner))
      data += " L\(start) Q\(point(corner.x, corner.y)) \(end)"
    }
    return data + " L\(point(last.x, last.y))"
  }

  /// A point at most half a distance of strands from a corner, on the way to another.
  private static func toward(_ other: BraidDiagram.Point, from corner: BraidDiagram.Point) -> String {
    let length = max(abs(other.x - corner.x), abs(other.y - corner.y))
    let share = length > 0 ? min(0.5, length / 2) / length : 0
    return point(corner.x + (other.x - corner.x) * share, corner.y + (other.y - corner.y) * share)
  }

  private static func point(_ x: Double, _ y: Double) -> String {
    SVG.Point(x * scale, y * scale).text
  }
}
