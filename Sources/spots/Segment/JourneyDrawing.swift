import EnrichmentSchema
import Foundation

/// The moves between categories as arrows between points on a circle.
enum JourneyDrawing {
  private static let size = (width: 560.0, height: 380.0)
  private static let radius = 130.0
  private static let dot = 9.0

  /// The drawing; nil without moves. The steps of the typical path stand out.
  static func svg(steps: [JourneyStep], path: [String]) -> String? {
    let categories = order(of: steps, path: path)
    guard let most = steps.map(\.share).max(), most > 0 else { return nil }
    var places: [String: (x: Double, y: Double)] = [:]
    for (index, category) in categories.enumerated() {
      places[category] = turn(Double(index) / Double(categories.count), by: radius)
    }
    let way = Set(zip(path, path.dropFirst()).map { "\($0) \($1)" })
    var (plain, marked) = ("", "")
    for step in steps {
      guard let from = places[step.from], let to = places[step.to] else { continue }
      let drawn = arrow(from, to, width: 1.5 + 9 * step.share / most, title: title(step))
      if way.contains("\(step.from) \(step.to)") { marked += drawn } else { plain += drawn }
    }
    let dots = categories.enumerated().map { index, category in
      label(category, at: Double(index) / Double(categories.count))
    }
    return PageText.drawing(
      size.width, size.height, "moves between categories of places",
      "<g>\n\(plain)</g>\n<g class=\"way\">\n\(marked)</g>\n" + dots.joined())
  }

  /// The path first, so that it runs along the circle, then the others as they come.
  private static func order(of steps: [JourneyStep], path: [String]) -> [String] {
    (path + steps.flatMap { [$0.from, $0.to] }).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func title(_ step: JourneyStep) -> String {
    "\(step.from) to \(step.to): \(Lines.number(step.share)) of all moves"
  }

  /// A bent arrow between two dots, so that there and back are two.
  private static func arrow(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), width: Double, title: String
  ) -> String {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max(1, (dx * dx + dy * dy).squareRoot())
    let (ux, uy) = (dx / length, dy / length)
    let bend = 0.16 * length
    let middle = (x: (from.x + to.x) / 2 - uy * bend, y: (from.y + to.y) / 2 + ux * bend)
    let (inX, inY) = unit(to.x - middle.x, to.y - middle.y)
    let (outX, outY) = unit(middle.x - from.x, middle.y - from.y)
    let head = 5 + width
    let tip = (x: to.x - inX * (dot + 2), y: to.y - inY * (dot + 2))
    let base = (x: tip.x - inX * head, y: tip.y - inY * head)
    let start = (x: from.x + outX * (dot + 2), y: from.y + outY * (dot + 2))
    let wing = 0.6 * head
    return "<g><title>\(PageText.escaped(title))</title>\n"
      + "<path class=\"move\" stroke-width=\"\(number(width))\" d=\"M\(point(start)) Q\(point(middle)) \(point(base))\"/>\n"
      + "<path class=\"head\" d=\"M\(point(tip)) L\(point((base.x - inY * wing, base.y + inX * wing))) "
      + "L\(point((base.x + inY * wing, base.y - inX * wing))) Z\"/></g>\n"
  }

  private static func label(_ category: String, at share: Double) -> String {
    let (x, y) = turn(share, by: radius)
    let (labelX, labelY) = turn(share, by: radius + 20)
    let side = labelX > size.width / 2 + 20 ? "pole" : labelX < size.width / 2 - 20 ? "pole end" : "pole middle"
    let lower = labelY > size.height / 2 ? 8.0 : 0
    return "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(dot))\"/>\n"
      + "<text class=\"\(side)\" x=\"\(number(labelX))\" y=\"\(number(labelY + lower))\">"
      + "\(PageText.escaped(category))</text>\n"
  }

  /// A point on a circle, by the share of a full turn from the top.
  private static func turn(_ share: Double, by radius: Double) -> (x: Double, y: Double) {
    let angle = 2 * Double.pi * share - Double.pi / 2
    return (size.width / 2 + radius * cos(angle), size.height / 2 + radius * sin(angle))
  }

  private static func unit(_ x: Double, _ y: Double) -> (Double, Double) {
    let length = max(1e-9, (x * x + y * y).squareRoot())
    return (x / length, y / length)
  }

  private static func point(_ point: (x: Double, y: Double)) -> String { "\(number(point.x)) \(number(point.y))" }
  private static func number(_ value: Double) -> String { PageText.number(value) }
}
