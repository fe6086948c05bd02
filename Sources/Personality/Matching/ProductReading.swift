package import EnrichmentSchema
import Population
import WireFormat

/// What the fields of a product say, part by part, with everything that is wrong with them.
package struct ProductReading {
  /// Most feature words of a product.
  package static let mostFeatures = 64
  /// Longest product id in bytes.
  package static let longestID = 256

  /// What is said, part by part.
  private(set) var said: SaidQubits
  /// Unknown words, each once.
  private(set) var ignoredTerms: [String] = []
  /// Fields that cannot be accepted.
  private(set) var violations: [RequestViolation] = []

  /// Reads a product.
  init(_ product: ProductQuantumState, lexicon: Lexicon) {
    said = SaidQubits(capacity: 1 + product.attributes.count + 2 * (1 + min(product.features.count, Self.mostFeatures)))
    if product.productID.utf8.count > Self.longestID {
      refuse("product_id", product.productID, "at most \(Self.longestID) bytes")
    }
    readPrice(product.price, lexicon)
    said.endPrice()
    let hasTooMany = product.features.count > Self.mostFeatures
    if hasTooMany { refuse("features", "\(product.features.count) words", "at most \(Self.mostFeatures) words") }
    readAttributes(product, lexicon)
    said.endAttributes()
    read(product.style) { lexicon.style($0) }
    said.endStyle()
    if !hasTooMany { for word in product.features { read(word) { lexicon.feature($0) } } }
  }

  /// The price words of a lexicon, cheapest first.
  package static func priceWords(_ lexicon: Lexicon) -> String {
    lexicon.prices.sorted { $0.value.value < $1.value.value }.map(\.key).joined(separator: ", ")
  }

  /// The attribute names of a lexicon.
  package static func attributeNames(_ lexicon: Lexicon) -> String {
    lexicon.attributes.keys.sorted().joined(separator: ", ") + ", or the name of a dimension, in [0, 1]"
  }

  /// Adds what the whole text says when the lexicon knows it, else what its known words say; the unknown ones are kept as
  /// ignored.
  private mutating func read(_ text: String, _ look: (String) -> [PureQubit]?) {
    if let whole = look(text) { return said.append(whole) }
    if Self.isOneWord(text) { return ignore(text) }
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
      if let known = look(String(word)) { said.append(known) } else { ignore(String(word)) }
    }
  }

  private mutating func ignore(_ word: String) {
    if !ignoredTerms.contains(word) { ignoredTerms.append(word) }
  }

  /// Whether a text is printable ASCII without a place to split it at.
  private static func isOneWord(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") }
  }

  private mutating func readPrice(_ word: String, _ lexicon: Lexicon) {
    if word.isEmpty { return }
    if let qubit = lexicon.prices[word] ?? lexicon.prices[word.lowercased()] {
      said.append(qubit)
    } else {
      refuse("price", word, Self.priceWords(lexicon) + ", or empty")
    }
  }

  /// Adds the qubits of the attributes, by dimension: their order in the request is of no meaning.
  private mutating func readAttributes(_ product: ProductQuantumState, _ lexicon: Lexicon) {
    var values = InlineArray<12, Double>(repeating: -1)
    for (name, value) in product.attributes {
      guard let dimension = lexicon.attribute(name) else {
        refuse("attributes", name, Self.attributeNames(lexicon))
        continue
      }
      guard value >= 0, value <= 1 else {
        refuse("attributes[\(name)]", "\(value)", "a number in [0, 1]")
        continue
      }
      guard values[dimension.rawValue] < 0 else {
        refuse("attributes", name, "one attribute for \(dimension.name)")
        continue
      }
      values[dimension.rawValue] = value
    }
    for dimension in Dimension.allCases {
      if let qubit = PureQubit(dimension, value: values[dimension.rawValue]) { said.append(qubit) }
    }
  }

  private mutating func refuse(_ field: String, _ value: String, _ allowed: String) {
    violations.append(RequestViolation(field: field, value: value, allowed: allowed))
  }
}

extension ProductQuantumState {
  /// Whether it says anything that a state is made of.
  package var hasState: Bool { !style.isEmpty || !price.isEmpty || !features.isEmpty || !attributes.isEmpty }
}
