import EnrichmentSchema
import Personality
import Population
import Segments

/// The products of a `GetQuantumPersonality` request, read and checked.
package struct PersonalityProducts: Sendable {
  /// The products in the order of the request, the one to compare first.
  let messages: [ProductQuantumState]
  /// The state of the product to compare; `nil` when the request has none.
  let compared: ProductState?

  /// Most further products.
  package static let mostProducts = 256

  /// Reads the products.
  ///
  /// The product to compare is `product_quantum_state`, else the first of the further ones.
  /// - Throws: `RequestError.invalidArgument` with every field that is not allowed, at most 32.
  init(_ request: GetQuantumPersonalityRequest, lexicon: Lexicon) throws(RequestError) {
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
    var violations: [RequestViolation] = []
    var compared: ProductState?
    for (path, message) in named {
      switch Result(catching: { () throws(ProductStateError) in try ProductState(message, lexicon: lexicon) }) {
      case .success(let state): compared = compared ?? state
      case .failure(let error): violations += error.at(path)
      }
    }
    guard violations.isEmpty else { throw .invalidArgument(Array(violations.prefix(32))) }
    messages = named.map(\.1)
    self.compared = compared
  }
}
