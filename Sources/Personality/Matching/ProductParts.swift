import Population

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

/// The qubits of a product in one row of numbers, laid out for scoring many products.
struct ProductVector: Sendable {
  /// cos πy and sin πy of each dimension, side by side; 0 without a qubit.
  private(set) var directions = InlineArray<24, Double>(repeating: 0)
  /// How often each dimension counts; 0 without a qubit, and everywhere unless all weights are whole.
  private(set) var counts = InlineArray<12, UInt8>(repeating: 0)
  /// Whether the weights are whole numbers up to `largestCount`, as words and attributes make them.
  let isCounted: Bool

  /// Six factors of at least 10⁻⁶, each taken eight times, stay above the least normal number, 2 · 10⁻³⁰⁸.
  private static let largestCount = 8.0

  /// Lays qubits of different dimensions out.
  init(_ qubits: [PureQubit]) {
    isCounted = qubits.allSatisfy { $0.weight <= Self.largestCount && $0.weight == $0.weight.rounded() }
    guard isCounted else { return }
    for qubit in qubits {
      let index = qubit.dimension.rawValue
      directions[2 * index] = qubit.x
      directions[2 * index + 1] = qubit.y
      counts[index] = UInt8(qubit.weight)
    }
  }
}
