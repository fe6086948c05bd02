package import EnrichmentSchema

/// A product as pure qubits on the dimensions it speaks of; all others are traced out.
///
/// Every price and attribute gives a dimension a number, and every known word gives its dimensions theirs. A number the
/// partner gives outweighs what words suggest: where a dimension has one, words do not count. The value of a dimension
/// is the mean of what counts and its weight is how many count.
package struct ProductState: Sendable, Hashable {
  /// The qubits, by dimension in order; at least one.
  package let qubits: [PureQubit]
  /// The qubits of the style words alone.
  package let style: [PureQubit]
  /// The qubit of the price alone.
  package let price: [PureQubit]
  /// The qubits of the feature words alone.
  package let features: [PureQubit]
  /// The qubits of the attributes alone.
  package let attributes: [PureQubit]
  /// Style and feature words that the lexicon does not know, in the order of the request, each once.
  package let ignoredTerms: [String]

  /// The values of twelve dimensions, `nil` where the product has none: what its knot is drawn from.
  package var values: [Double?] {
    var values = [Double?](repeating: nil, count: Dimension.allCases.count)
    for qubit in qubits { values[qubit.dimension.rawValue] = qubit.value }
    return values
  }

  /// The state of a product of a request.
  ///
  /// The category is context and has no value of its own.
  /// - Throws: `ProductStateError` for a word, name or number that is not allowed, and for a product that speaks of no
  ///   dimension.
  package init(_ product: ProductQuantumState, lexicon: Lexicon) throws(ProductStateError) {
    let reading = ProductReading(product, lexicon: lexicon)
    guard reading.violations.isEmpty else { throw ProductStateError(violations: reading.violations) }
    style = Self.means(reading.style)
    price = reading.price
    features = Self.means(reading.features)
    attributes = reading.attributes
    ignoredTerms = reading.ignoredTerms
    let stated = price + attributes
    let suggested = (reading.style + reading.features).filter { word in
      !stated.contains { $0.dimension == word.dimension }
    }
    qubits = Self.means(stated + suggested)
    guard !qubits.isEmpty else {
      throw ProductStateError(violations: [Self.empty(ignoring: ignoredTerms, lexicon: lexicon)])
    }
  }

  /// The qubits of already known values, for example of a stored product; `nil` when there are none.
  package init?(_ qubits: [PureQubit]) {
    self.qubits = Self.means(qubits)
    guard !self.qubits.isEmpty else { return nil }
    (style, price, features, attributes, ignoredTerms) = ([], [], [], self.qubits, [])
  }

  /// One qubit for each dimension: the mean value, weighing as much as all together.
  private static func means(_ votes: [PureQubit]) -> [PureQubit] {
    if votes.isEmpty { return [] }
    var sums = [(value: Double, weight: Double)](repeating: (0, 0), count: Dimension.allCases.count)
    for vote in votes {
      sums[vote.dimension.rawValue].value += vote.weight * vote.value
      sums[vote.dimension.rawValue].weight += vote.weight
    }
    return Dimension.allCases.compactMap { dimension in
      let sum = sums[dimension.rawValue]
      return PureQubit(dimension, value: min(1, sum.value / sum.weight), weight: sum.weight)
    }
  }

  private static func empty(ignoring terms: [String], lexicon: Lexicon) -> RequestViolation {
    RequestViolation(
      field: "", value: terms.joined(separator: ", "),
      allowed: "an empty product state has no score; give a known style or feature word, a price ("
        + ProductReading.priceWords(lexicon) + ") or an attribute (" + ProductReading.attributeNames(lexicon) + ")")
  }
}
