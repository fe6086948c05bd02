import EnrichmentClient
import EnrichmentSchema
import Pages

/// What the sample shop shows, on one page that needs no other file.
struct ShopPage {
  /// A recommender with the shop in three states.
  struct Shelf {
    let recommender: ShopRecommender
    let list: [ShopRecommendation]
    let states: [ShopState]
  }

  /// How many products a customer sees.
  static let shown = 10

  let customer: ShopCustomer
  let shelves: [Shelf]
  let calls: [NotedCalls.Note]
  let budget: Duration
  let isSimulated: Bool

  /// The page.
  var html: String {
    let heading = "<h1>A sample shop, with and without SPOTS</h1>\n"
    return Page(
      title: "A sample shop", style: Self.style,
      content: heading + introduction + shelves.map(lists).joined() + asked + states + limits
    ).html
  }

  private var introduction: String {
    let zones = customer.shares.sorted { $0.value > $1.value }.map { "\($0.key) \(Int(($0.value * 100).rounded())) %" }
    return HTML.paragraph(
      "The shop sells the items of \(customer.region)\(isSimulated ? ", a simulated city" : ""). Its sales are made up with a "
        + "seed. It knows what was bought, and nothing of where anybody is. This customer's phone knows: "
        + zones.joined(separator: ", ") + ".")
  }

  /// The list before and after, and why each product moved.
  private func lists(_ shelf: Shelf) -> String {
    guard let state = shelf.states.first else { return "" }
    let rows = state.shown.recommendations.prefix(Self.shown).enumerated().map { place, product in
      let move = product.shopPlace == place ? "stays" : "\(product.shopPlace + 1) → \(place + 1)"
      let cells = ["\(place + 1)", product.productID, move, product.reasoning.joined(separator: "; ")]
      return "<tr>" + cells.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>\n"
    }
    let head = "<tr><th></th><th>product</th><th>moved</th><th>why</th></tr>\n"
    return HTML.section(
      "By \(shelf.recommender.rawValue)",
      content: HTML.paragraph("Left the shop's own list, right what the customer sees.") + moves(shelf, state)
        + "<table>\n\(head)\(rows.joined())</table>\n"
        + HTML.paragraph(
          state.shown.segmentReasons.isEmpty
            ? "" : "The segment " + state.shown.segmentReasons.joined(separator: "; ") + ".",
          kind: "soft"))
  }

  /// Lines from the places of the shop's list to those of the customer's.
  private func moves(_ shelf: Shelf, _ state: ShopState) -> String {
    let (step, most) = (22.0, Self.shown)
    var content = ""
    for (place, product) in shelf.list.prefix(most).enumerated() {
      let at = SVG.Point(250, step * Double(place) + 18)
      content += SVG.text("\(product.productID)  \(place + 1)", at: at, kind: "end")
    }
    for (place, product) in state.shown.recommendations.prefix(most).enumerated() {
      let after = step * Double(place) + 18
      content += SVG.text("\(place + 1)  \(product.productID)", at: SVG.Point(480, after), kind: "")
      // From below, where it was none of those shown.
      let before = step * Double(min(product.shopPlace, most)) + 18
      let kind = product.shopPlace > place ? "up" : product.shopPlace < place ? "down" : "same"
      content += SVG.line(SVG.Point(258, before - 4), SVG.Point(472, after - 4), kind: kind)
    }
    return "<figure>"
      + SVG.drawing(
        width: 730, height: step * Double(most) + 30, label: "places before and after", content: content)
      + "</figure>\n"
  }

  private var asked: String {
    var counts: [NotedCalls.Note: Int] = [:]
    for call in calls { counts[call, default: 0] += 1 }
    let told = [
      "GetRealWorldBehavior": "the segment", "GetQuantumPersonality": "the segment",
      "GetCommunityInfluence": "the segment", "ListZoneLifts": "the region: the lifts of all its zones come back",
      "ListZones": "the region", "ListItems": "the region", "ListSegments": "nothing",
    ]
    let rows = counts.sorted { $0.key.method < $1.key.method }.map { call, count in
      (
        call.method,
        "asked \(count == 1 ? "once" : "\(count) times"), \(call.outcome); was told \(told[call.method] ?? "")"
      )
    }
    let mixing =
      "The customer's zones were told to nobody. Their lifts were mixed from the public table where the phone is, and "
      + "no call is needed for the next customer, until there is a new release."
    return HTML.section(
      "Who asked what of whom", content: HTML.table(rows.map { ($0.0, $0.1) }) + HTML.paragraph(mixing))
  }

  private var states: String {
    let head = "<tr><th>SPOTS</th><th>recommender</th><th>the customer sees</th><th>waited</th><th>why</th></tr>\n"
    let rows = shelves.flatMap { shelf in
      shelf.states.map { state in
        let own = state.shown.recommendations.map(\.productID) == shelf.list.map(\.productID)
        let why =
          if case .absent(let reason)? = state.shown.answers[.affinity] { reason } else { "answered" }
        let cells = [
          state.name, shelf.recommender.rawValue, own ? "the shop's own list" : "the enhanced list",
          NumberText.fixed(state.waited / .milliseconds(1), 1) + " ms", why,
        ]
        return "<tr>" + cells.map { "<td>\(HTML.escaped($0))</td>" }.joined() + "</tr>\n"
      }
    }
    let note = HTML.paragraph(
      "A customer waits \(NumberText.fixed(budget / .milliseconds(1), 0)) ms for SPOTS at the most. Then the shop's own list "
        + "goes out, unchanged.")
    return HTML.section(
      "When SPOTS is slow, and when it is off", content: note + "<table>\n\(head)\(rows.joined())</table>\n")
  }

  private var limits: String {
    HTML.section(
      "What this does not show",
      content: HTML.paragraph(
        "Whether anybody buys more: the sales are made up. Measured on real check-ins it is mostly which shop is near; "
          + "nothing says that it carries over to goods whose demand does not depend on place."))
  }

  private static let style = """
    svg .up{stroke:var(--a);stroke-width:2}svg .down{stroke:var(--pale);stroke-width:1.5}\
    svg .same{stroke:var(--c);stroke-width:1}.soft{color:var(--soft)}\
    td:nth-child(-n+3){white-space:nowrap}
    """
}
