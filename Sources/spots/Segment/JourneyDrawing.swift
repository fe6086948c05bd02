import EnrichmentSchema
import Pages

/// The moves between categories as arrows between points on a circle.
enum JourneyDrawing {
  private static let size = (width: 560.0, height: 380.0)
  private static let radius = 130.0
  private static let dot = 9.0

  /// The drawing; nil without moves. The steps of the typical path stand out.
  static func svg(steps: [JourneyStep], path: [String]) -> String? {
    let categories = order(of: steps, path: path)
    guard let most = steps.map(\.share).max(), most > 0 else { return nil }
    let shares = categories.indices.map { Double($0) / Double(categories.count) }
    let places = Dictionary(uniqueKeysWithValues: zip(categories, shares.map { turn($0, by: radius) }))
    let way = Set(zip(path, path.dropFirst()).map { "\($0) \($1)" })
    var (plain, marked) = ("", "")
    for step in steps {
      guard let from = places[step.from], let to = places[step.to] else { continue }
      let drawn = arrow(from, to, width: 1.5 + 9 * step.share / most, title: title(step))
      if way.contains("\(step.from) \(step.to)") { marked += drawn } else { plain += drawn }
    }
    let dots = zip(categories, shares).map { label($0, at: $1) }
    return SVG.drawing(
      width: size.width, height: size.height, label: "moves between categories of places",
      content: SVG.group(content: plain) + SVG.group(kind: "way", content: marked) + dots.joined())
  }

  /// The path first, so that it runs along the circle, then the others as they come.
  private static func order(of steps: [JourneyStep], path: [String]) -> [String] {
    (path + steps.flatMap { [$0.from, $0.to] }).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func title(_ step: JourneyStep) -> String {
    "\(step.from) to \(step.to): \(NumberText.brief(step.share)) of all moves"
  }

  /// A bent arrow between two dots, so that there and back are two.
  private static func arrow(_ from: SVG.Point, _ to: SVG.Point, width: Double, title: String) -> String {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = max(1, (dx * dx + dy * dy).squareRoot())
    let bend = 0.16 * length
    let middle = SVG.Point((from.x + to.x) / 2 - dy / length * bend, (from.y + to.y) / 2 + dx / length * bend)
    let (inX, inY) = unit(to.x - middle.x, to.y - middle.y)
    let (outX, outY) = unit(middle.x - from.x, middle.y - from.y)
    let head = 5 + width
    let tip = SVG.Point(to.x - inX * (dot + 2), to.y - inY * (dot + 2))
    let base = SVG.Point(tip.x - inX * head, tip.y - inY * head)
    let start = SVG.Point(from.x + outX * (dot + 2), from.y + outY * (dot + 2))
    let wing = 0.6 * head
    let corners = (
      SVG.Point(base.x - inY * wing, base.y + inX * wing), SVG.Point(base.x + inY * wing, base.y - inX * wing)
    )
    return SVG.group(
      title: title,
      content: SVG.path("M\(start.text) Q\(middle.text) \(base.text)", kind: "move", strokeWidth: width)
        + SVG.path("M\(tip.text) L\(corners.0.text) L\(corners.1.text) Z", kind: "head"))
  }

  private static func label(_ category: String, at share: Double) -> String {
    let place = turn(share, by: radius + 20)
    let side = place.x > size.width / 2 + 20 ? "tick" : place.x < size.width / 2 - 20 ? "tick end" : "tick middle"
    let lower = place.y > size.height / 2 ? 8.0 : 0
    return SVG.circle(turn(share, by: radius), radius: dot)
      + SVG.text(category, at: SVG.Point(place.x, place.y + lower), kind: side)
  }

  /// A point on a circle, by the share of a full turn from the top.
  private static func turn(_ share: Double, by radius: Double) -> SVG.Point {
    SVG.Point(around: SVG.Point(size.width / 2, size.height / 2), radius: radius, turn: share - 0.25)
  }

  private static func unit(_ x: Double, _ y: Double) -> (Double, Double) {
    let length = max(1e-9, (x * x + y * y).squareRoot())
    return (x / length, y / length)
  }
}
