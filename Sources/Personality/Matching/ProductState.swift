package import EnrichmentSchema
package import Population

/// A product as pure qubits on the dimensions it speaks of; all others are traced out.
///
/// Every price and attribute gives a dimension a number, and every known word gives its dimensions theirs. A number the
/// partner gives outweighs what words suggest: where a dimension has one, words do not count. The value of a dimension
/// is the mean of what counts and its weight is how many count.
package struct ProductState: Sendable, Hashable {
  let parts: ProductParts

  /// The qubits, by dimension in order; at least one.
  package var qubits: [PureQubit] { parts.qubits }

  /// The qubits of the style words alone.
  package var style: [PureQubit] { Self.means(parts.said.style) }
  /// The qubit of the price alone.
  package var price: [PureQubit] { Array(parts.said.price) }
  /// The qubits of the feature words alone.
  package var features: [PureQubit] { Self.means(parts.said.features) }
  /// The qubits of the attributes alone.
  package var attributes: [PureQubit] { Array(parts.said.attributes) }
  /// Style and feature words that the lexicon does not know, in the order of the request, each once.
  package var ignoredTerms: [String] { parts.ignoredTerms }

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
    var votes = DimensionVotes()
    votes.add(reading.said.stated)
    votes.closeStated()
    votes.add(reading.said.words)
    parts = ProductParts(qubits: votes.means, said: reading.said, ignoredTerms: reading.ignoredTerms)
    guard !parts.qubits.isEmpty else {
      throw ProductStateError(violations: [Self.empty(ignoring: reading.ignoredTerms, lexicon: lexicon)])
    }
  }

  /// The qubits of already known values, for example of a stored product; `nil` when there are none.
  package init?(_ qubits: [PureQubit]) {
    let means = Self.means(qubits[...])
    guard !means.isEmpty else { return nil }
    parts = ProductParts(qubits: means, said: SaidQubits(attributes: means))
  }

  /// One qubit for each dimension: the mean value, weighing as much as all together.
  private static func means(_ qubits: ArraySlice<PureQubit>) -> [PureQubit] {
    if qubits.isEmpty { return [] }
    var votes = DimensionVotes()
    votes.add(qubits)
    return votes.means
  }

  private static func empty(ignoring terms: [String], lexicon: Lexicon) -> RequestViolation {
    RequestViolation(
      field: "", value: terms.joined(separator: ", "),
      allowed: "an empty product state has no score; give a known style or feature word, a price ("
        + ProductReading.priceWords(lexicon) + ") or an attribute (" + ProductReading.attributeNames(lexicon) + ")")
  }
}

/// What the words and numbers of a product say of each dimension, added up. Without an array: ten thousand products are read
/// for a request.
private struct DimensionVotes {
  private var sums = InlineArray<12, Double>(repeating: 0)
  private var weights = InlineArray<12, Double>(repeating: 0)
  /// Of a dimension with one vote that vote, whose direction is known.
  private var only = InlineArray<12, PureQubit?>(repeating: nil)
  /// A bit for each dimension that takes no further votes.
  private var closed: UInt16 = 0

  /// Adds votes for dimensions that still take some.
  mutating func add(_ votes: ArraySlice<PureQubit>) {
    for vote in votes {
      let dimension = vote.dimension.rawValue
      guard closed >> UInt16(dimension) & 1 == 0 else { continue }
      only[dimension] = weights[dimension] == 0 ? vote : nil
      sums[dimension] += vote.weight * vote.value
      weights[dimension] += vote.weight
    }
  }

  /// Lets no further votes count for the dimensions that have one.
  mutating func closeStated() {
    for dimension in 0..<12 where weights[dimension] > 0 { closed |= 1 << UInt16(dimension) }
  }

  /// One qubit for each dimension with a vote, in order: the mean value, weighing as much as all together.
  var means: [PureQubit] {
    var means: [PureQubit] = []
    means.reserveCapacity((0..<12).count { weights[$0] > 0 })
    for dimension in Dimension.allCases {
      let (place, weight) = (dimension.rawValue, weights[dimension.rawValue])
      guard weight > 0 else { continue }
      let mean = only[place] ?? PureQubit(dimension, value: min(1, sums[place] / weight), weight: weight)
      if let mean { means.append(mean) }
    }
    return means
  }
}

/// Why a product has no state: its fields that cannot be accepted, at least one.
///
/// Paths are relative to the product; `at` puts them where the product stands in a request.
package struct ProductStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The fields, what they say and what is allowed.
  package let violations: [RequestViolation]

  /// The same with paths inside a request, for example `products[3].price`.
  /// - Parameter path: Path of the product.
  package func at(_ path: String) -> [RequestViolation] {
    violations.map {
      RequestViolation(field: $0.field.isEmpty ? path : "\(path).\($0.field)", value: $0.value, allowed: $0.allowed)
    }
  }

  /// Whether nothing is wrong but that the product says nothing a state is made of.
  package var saysNothing: Bool { violations.count == 1 && violations[0].field.isEmpty }

  /// All violations in one line.
  package var description: String { violations.map(\.description).joined(separator: "; ") }
}
