import EnrichmentSchema
import Personality
import Population
import Releases
import Segments

/// The products of a `GetQuantumPersonality` request, read and checked.
package struct PersonalityProducts: Sendable {
  /// The products in the order of the request, the one to compare first; those that have a state.
  let messages: [ProductQuantumState]
  /// The state of the product to compare; `nil` when the request has none.
  let compared: ProductState?

  /// Whether any product of the request names an item.
  let hasItems: Bool

  /// Most further products.
  package static let mostProducts = 256

  /// Reads the products.
  ///
  /// The product to compare is `product_quantum_state`, else the first of the further ones. A product that is a registered
  /// item and has no state is compared with nothing.
  ///
  /// - Parameter affinity: What is released of the region's items; nil where nothing is.
  /// - Throws: `RequestError.invalidArgument` with every field that is not allowed, at most 32.
  init(
    _ request: GetQuantumPersonalityRequest, lexicon: Lexicon, affinity: RegionAffinity? = nil
  ) throws(RequestError) {
    let further = request.productQuantumStates
    guard further.count <= Self.mostProducts else {
      throw .invalidArgument([
        RequestViolation(
          field: "product_quantum_states", value: "\(further.count) products",
          allowed: "at most \(Self.mostProducts) products; EnrichProducts takes 10,000")
      ])
    }
    let first = request.productQuantumState.map { [("product_quantum_state", $0)] } ?? []
    let named = first + further.enumerated().map { ("product_quantum_states[\($0.offset)]", $0.element) }
    var violations = affinity.map { Self.unknownItems(named, in: $0) } ?? []
    var compared: ProductState?
    let stated = named.filter { $0.1.itemID.isEmpty || $0.1.hasState }
    for (path, message) in stated {
      switch Result(catching: { () throws(ProductStateError) in try ProductState(message, lexicon: lexicon) }) {
      case .success(let state): compared = compared ?? state
      case .failure(let error): violations += error.at(path)
      }
    }
    guard violations.isEmpty else { throw .invalidArgument(Array(violations.prefix(32))) }
    messages = stated.map(\.1)
    hasItems = named.contains { !$0.1.itemID.isEmpty }
    self.compared = compared
  }

  private static func unknownItems(
    _ named: [(path: String, product: ProductQuantumState)], in affinity: RegionAffinity
  ) -> [RequestViolation] {
    let map = affinity.estimates.map
    let unknown = named.lazy.filter { !$0.product.itemID.isEmpty && map.item($0.product.itemID) == nil }
    return CustomerAffinity.violations(unknown: unknown.map { ("\($0.path).item_id", $0.product.itemID) }, in: affinity)
  }
}

extension PersonalityProducts {
  /// Paths of what changes nothing in an answer: products that no insight compares, words that are context, and zones that no
  /// registered product could be shown with. Of its segment nothing is said: answers are kept for a segment, however it was
  /// described.
  func ignoredInputs(
    of request: GetQuantumPersonalityRequest, _ insights: Set<PersonalityInsight>, _ customer: CustomerAffinity?
  ) -> [String] {
    let compares = insights.contains { $0.needsProduct || $0 == .dimensionBreakdown }
    let recommends = insights.contains(.productRecommendations)
    let further = request.productQuantumStates
    var paths: [String] = []
    if let product = request.productQuantumState {
      let parts = Self.ignoredParts([product], showsItems: recommends && customer != nil)
      paths += compares ? parts.map { "product_quantum_state.\($0)" } : ["product_quantum_state"]
    }
    // Of several one is compared; the others are ranked with it.
    if !recommends, !further.isEmpty, !compares || request.productQuantumState != nil || further.count > 1 {
      paths.append("product_quantum_states")
    } else {
      let parts = Self.ignoredParts(further, showsItems: recommends && customer != nil)
      paths += parts.map { "product_quantum_states.\($0)" }
    }
    if !request.zones.isEmpty, customer == nil || !recommends || !hasItems { paths.append("zones") }
    return paths + (customer?.zones.idle.map { "zones[\($0)]" } ?? [])
  }

  private static func ignoredParts(_ products: [ProductQuantumState], showsItems: Bool) -> [String] {
    [
      ("category", products.contains { !$0.category.isEmpty }),
      ("item_id", !showsItems && products.contains { !$0.itemID.isEmpty }),
      ("shop_score", products.contains { $0.shopScore != nil }),
    ].filter(\.1).map(\.0)
  }
}
