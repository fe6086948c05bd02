/// What a product and each part of it says. A reference, so that a product that is moved while ranking is small.
final class ProductParts: Sendable, Hashable {
  /// The qubits of the whole, by dimension.
  let qubits: [PureQubit]
  /// The same laid out for scoring.
  let vector: ProductVector
  /// The qubits of each style word.
  let style: [PureQubit]
  /// The qubit of the price.
  let price: [PureQubit]
  /// The qubits of each feature word.
  let features: [PureQubit]
  /// The qubits of the attributes.
  let attributes: [PureQubit]
  /// Words that the lexicon does not know.
  let ignoredTerms: [String]

  init(
    qubits: [PureQubit], style: [PureQubit] = [], price: [PureQubit] = [], features: [PureQubit] = [],
    attributes: [PureQubit] = [], ignoredTerms: [String] = []
  ) {
    self.qubits = qubits
    vector = ProductVector(qubits)
    self.style = style
    self.price = price
    self.features = features
    self.attributes = attributes
    self.ignoredTerms = ignoredTerms
  }

  private var content: [[PureQubit]] { [qubits, style, price, features, attributes] }

  static func == (left: ProductParts, right: ProductParts) -> Bool {
    left.content == right.content && left.ignoredTerms == right.ignoredTerms
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(content)
    hasher.combine(ignoredTerms)
  }
}
