internal import Glibc

/// Drawings as inline SVG. Coordinates are in the drawing's own units; a kind is one or more CSS classes.
package enum SVG {
  /// A place in a drawing; y grows downwards.
  package struct Point: Sendable, Hashable {
    /// From the left edge.
    package let x: Double
    /// From the top edge.
    package let y: Double

    /// A place.
    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

    /// The place on a circle, by the share of a full turn from its right end, clockwise.
    package init(around center: Point, radius: Double, turn: Double) {
      let angle = 2 * Double.pi * turn
      self.init(center.x + radius * cos(angle), center.y + radius * sin(angle))
    }

    /// Both coordinates, as paths have them.
    package var text: String { "\(SVG.number(x)) \(SVG.number(y))" }
  }

  /// A drawing as wide as its units say, or as its column where that is narrower.
  /// - Parameter label: what it shows, for those who do not see it.
  package static func drawing(width: Double, height: Double, label: String, content: String) -> String {
    "<svg width=\"\(number(width))\" viewBox=\"0 0 \(number(width)) \(number(height))\" role=\"img\" "
      + "aria-label=\"\(HTML.escaped(label))\">\n\(content)</svg>\n"
  }

  /// A straight line.
  package static func line(_ from: Point, _ to: Point, kind: String) -> String {
    "<line class=\"\(kind)\" x1=\"\(number(from.x))\" y1=\"\(number(from.y))\" x2=\"\(number(to.x))\" "
      + "y2=\"\(number(to.y))\"/>\n"
  }

  /// A line along places.
  package static func polyline(_ points: [Point], kind: String) -> String {
    let places = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    return "<polyline class=\"\(kind)\" points=\"\(places)\"/>\n"
  }

  /// A filled circle.
  package static func circle(_ center: Point, radius: Double, kind: String = "") -> String {
    "<circle\(attribute(kind)) cx=\"\(number(center.x))\" cy=\"\(number(center.y))\" r=\"\(number(radius))\"/>\n"
  }

  /// A filled rectangle, by its upper left corner.
  package static func rectangle(_ corner: Point, width: Double, height: Double, kind: String = "") -> String {
    "<rect\(attribute(kind)) x=\"\(number(corner.x))\" y=\"\(number(corner.y))\" width=\"\(number(width))\" "
      + "height=\"\(number(height))\"/>\n"
  }

  /// A path with the data of its `d` attribute, and the width of its stroke where the style does not say it.
  package static func path(_ data: String, kind: String = "", strokeWidth: Double? = nil) -> String {
    let width = strokeWidth.map { " stroke-width=\"\(number($0))\"" } ?? ""
    return "<path\(attribute(kind))\(width) d=\"\(data)\"/>\n"
  }

  /// Words that begin at a place; kinds `middle` and `end` put their middle or end there.
  package static func text(_ words: String, at place: Point, kind: String) -> String {
    "<text class=\"\(kind)\" x=\"\(number(place.x))\" y=\"\(number(place.y))\">\(HTML.escaped(words))</text>\n"
  }

  /// Parts of a drawing together, with words that show when one points at them.
  package static func group(title: String? = nil, kind: String = "", content: String) -> String {
    let title = title.map { "<title>\(HTML.escaped($0))</title>\n" } ?? ""
    return "<g\(attribute(kind))>\(title)\(content)</g>\n"
  }

  /// A coordinate with at most two decimals.
  package static func number(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }

  private static func attribute(_ kind: String) -> String { kind.isEmpty ? "" : " class=\"\(kind)\"" }
}
