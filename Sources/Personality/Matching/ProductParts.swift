import Population

/// What a product and each part of it says. A reference, so that a product that is moved while ranking is small.
final class ProductParts: Sendable, Hashable {
  /// The qubits of the whole, by dimension.
  let qubits: [PureQubit]
  /// The same laid out for scoring.
  let vector: ProductVector
  /// What is said, part by part.
  let said: SaidQubits
  /// Words that the lexicon does not know.
  let ignoredTerms: [String]

  init(qubits: [PureQubit], said: SaidQubits, ignoredTerms: [String] = []) {
    self.qubits = qubits
    vector = ProductVector(qubits)
    self.said = said
    self.ignoredTerms = ignoredTerms
  }

  static func == (left: ProductParts, right: ProductParts) -> Bool {
    left.qubits == right.qubits && left.said == right.said && left.ignoredTerms == right.ignoredTerms
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(qubits)
    hasher.combine(said)
    hasher.combine(ignoredTerms)
  }
}

/// The qubits of a product's parts in one array: ten thousand products are read for a request, and each array of a product
/// costs an allocation.
struct SaidQubits: Sendable, Hashable {
  /// All of them: the price, the attributes, each style word, each feature word.
  private(set) var all: [PureQubit] = []
  private var priceEnd = 0
  private var attributesEnd = 0
  private var styleEnd = 0

  /// The qubit of the price.
  var price: ArraySlice<PureQubit> { all[..<priceEnd] }
  /// The qubit of each attribute, by dimension in order.
  var attributes: ArraySlice<PureQubit> { all[priceEnd..<attributesEnd] }
  /// The qubits of each style word.
  var style: ArraySlice<PureQubit> { all[attributesEnd..<styleEnd] }
  /// The qubits of each feature word.
  var features: ArraySlice<PureQubit> { all[styleEnd...] }
  /// Those of the price and of the attributes: numbers that the partner gives.
  var stated: ArraySlice<PureQubit> { all[..<attributesEnd] }
  /// Those of words.
  var words: ArraySlice<PureQubit> { all[attributesEnd...] }

  /// Nothing, with room for as many qubits.
  init(capacity: Int = 0) { all.reserveCapacity(capacity) }

  /// Attributes alone.
  init(attributes: [PureQubit]) {
    all = attributes
    (attributesEnd, styleEnd) = (attributes.count, attributes.count)
  }

  /// Adds one that belongs to the part that is being read.
  mutating func append(_ qubit: PureQubit) { all.append(qubit) }

  /// Adds those of a word that belongs to the part that is being read.
  mutating func append(_ qubits: [PureQubit]) { for qubit in qubits { all.append(qubit) } }

  /// The price has been read; attributes follow.
  mutating func endPrice() { (priceEnd, attributesEnd, styleEnd) = (all.count, all.count, all.count) }

  /// The attributes have been read; style words follow.
  mutating func endAttributes() { (attributesEnd, styleEnd) = (all.count, all.count) }

  /// The style words have been read; feature words follow.
  mutating func endStyle() { styleEnd = all.count }
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
