package import EnrichmentSchema
import Population
package import Segments

/// What products of a catalogue are ranked by.
package enum CatalogueSort: String, CaseIterable, Sendable {
  /// The match with the segment's personality.
  case personality
  /// How much more than everybody the people of the customer's zones adopt them.
  case affinity
  /// The shop's own score and that together.
  case blend
}

/// What the scores know that a shop hands in.
package enum ShopScoreBasis: String, CaseIterable, Sendable {
  /// What sells everywhere.
  case popularity
  /// What sells in the customer's region.
  case region
  /// The customer's own purchases.
  case history
}

/// How much is said of each product.
package enum CatalogueDetail: String, CaseIterable, Sendable {
  /// Everything.
  case full
  /// Its rank and the numbers behind it.
  case ranked
}

/// An `EnrichProducts` request whose form has been checked: what can be known to be wrong before anything is read from a
/// release.
package struct CatalogueQuestion: Sendable {
  /// Most products of a request.
  package static let mostProducts = 10_000
  /// Weight of a blend that names none.
  package static let usualBlendWeight = 0.3
  /// Most violations that are told.
  private static let mostViolations = 32

  /// The products.
  package let products: [ProductQuantumState]
  /// The customer's zones.
  package let zones: [ZoneShare]
  /// What is ranked by.
  package let sort: CatalogueSort
  /// Weight of the knot against the personality score, in `[0, 1]`.
  package let knotWeight: Double
  /// Weight of affinity in a blend, in `[0, 1]`.
  package let blendWeight: Double
  /// What the shop's scores know.
  package let basis: ShopScoreBasis
  /// How much is said.
  package let detail: CatalogueDetail
  /// Whether knots are drawn for what is said.
  package let saysKnots: Bool
  private let uselessWeights: [String]

  /// Checks a request.
  ///
  /// - Throws: `RequestError.invalidArgument` for no or too many products, zones or weights that are not allowed, a word
  ///   that the schema does not name, and a shop's score that is negative, no number, or missing in a blend. A product
  ///   whose words are not allowed is skipped later, and named in the summary.
  package init(_ request: EnrichProductsRequest) throws(RequestError) {
    guard (1...Self.mostProducts).contains(request.products.count) else {
      throw .invalidArgument([
        RequestViolation(
          field: "products", value: "\(request.products.count) products", allowed: "1 to \(Self.mostProducts) products")
      ])
    }
    var violations = CustomerZones.violations(request.zones)
    sort = Self.word(request.sort, "sort", or: .personality, &violations)
    basis = Self.word(request.shopScoreBasis, "shop_score_basis", or: .popularity, &violations)
    detail = Self.word(request.detail, "detail", or: .full, &violations)
    knotWeight = Self.weight(request.knotWeight, "knot_weight", or: 0, &violations)
    blendWeight = Self.weight(request.blendWeight, "blend_weight", or: Self.usualBlendWeight, &violations)
    violations += Self.scores(request.products, areNeeded: sort == .blend)
    guard violations.isEmpty else { throw .invalidArgument(Array(violations.prefix(Self.mostViolations))) }
    (products, zones) = (request.products, request.zones)
    saysKnots = request.knots || (sort == .personality && knotWeight > 0)
    uselessWeights = Self.uselessWeights(request, sort)
  }

  /// Whether a personality score or knot is weighted by knots.
  var rankingKnotWeight: Double { sort == .personality ? knotWeight : 0 }

  /// Paths of what changes nothing, whatever the releases say.
  package var ignoredInputs: [String] {
    var paths = uselessWeights
    if products.contains(where: { !$0.category.isEmpty }) { paths.append("products.category") }
    if sort != .blend, products.contains(where: { $0.shopScore != nil }) { paths.append("products.shop_score") }
    return paths
  }

  private static func uselessWeights(_ request: EnrichProductsRequest, _ sort: CatalogueSort) -> [String] {
    var paths: [String] = []
    if sort != .personality, request.knotWeight != nil { paths.append("knot_weight") }
    if sort != .blend, request.blendWeight != nil { paths.append("blend_weight") }
    if sort != .blend, !request.shopScoreBasis.isEmpty { paths.append("shop_score_basis") }
    return paths
  }

  private static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ field: String, or usual: Word, _ violations: inout [RequestViolation]
  ) -> Word {
    if text.isEmpty { return usual }
    if let word = Word(rawValue: text) { return word }
    let allowed = Word.allCases.map(\.rawValue).joined(separator: ", ")
    violations.append(RequestViolation(field: field, value: text, allowed: allowed + ", or nothing"))
    return usual
  }

  private static func weight(
    _ value: Double?, _ field: String, or usual: Double, _ violations: inout [RequestViolation]
  ) -> Double {
    guard let value else { return usual }
    if value >= 0 && value <= 1 { return value }
    violations.append(RequestViolation(field: field, value: "\(value)", allowed: "a number in [0, 1]"))
    return usual
  }

  private static func scores(_ products: [ProductQuantumState], areNeeded: Bool) -> [RequestViolation] {
    var violations: [RequestViolation] = []
    for (index, product) in products.enumerated() where violations.count < mostViolations {
      let value: String
      if let score = product.shopScore {
        if score >= 0 && score.isFinite { continue }
        value = "\(score)"
      } else if areNeeded {
        value = ""
      } else {
        continue
      }
      let need = areNeeded ? "; sort blend needs one of every product" : ""
      violations.append(
        RequestViolation(
          field: "products[\(index)].shop_score", value: value, allowed: "a finite number, 0 or more" + need))
    }
    return violations
  }
}
