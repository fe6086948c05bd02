package import EnrichmentSchema
import Population
import WireFormat

/// What the fields of a product say, part by part, with everything that is wrong with them.
package struct ProductReading {
  /// Most feature words of a product.
  package static let mostFeatures = 64
  /// Longest product id in bytes.
  package static let longestID = 256

  /// The qubits of each style word.
  private(set) var style: [PureQubit] = []
  /// The qubit of the price.
  private(set) var price: [PureQubit] = []
  /// The qubits of each feature word.
  private(set) var features: [PureQubit] = []
  /// The qubit of each attribute, by dimension in order.
  private(set) var attributes: [PureQubit] = []
  /// Unknown words, each once.
  private(set) var ignoredTerms: [String] = []
  /// Fields that cannot be accepted.
  private(set) var violations: [RequestViolation] = []

  /// Reads a product.
  init(_ product: ProductQuantumState, lexicon: Lexicon) {
    if product.productID.utf8.count > Self.longestID {
      refuse("product_id", product.productID, "at most \(Self.longestID) bytes")
    }
    style = read(product.style) { lexicon.style($0) }
    readPrice(product.price, lexicon)
    if product.features.count > Self.mostFeatures {
      refuse("features", "\(product.features.count) words", "at most \(Self.mostFeatures) words")
    } else {
      for word in product.features { features += read(word) { lexicon.feature($0) } }
    }
    attributes.reserveCapacity(product.attributes.count)
    for (name, value) in product.attributes { readAttribute(name, value, lexicon) }
    attributes.sort { $0.dimension.rawValue < $1.dimension.rawValue }
  }

  /// The price words of a lexicon, cheapest first.
  package static func priceWords(_ lexicon: Lexicon) -> String {
    lexicon.prices.sorted { $0.value.value < $1.value.value }.map(\.key).joined(separator: ", ")
  }

  /// The attribute names of a lexicon.
  package static func attributeNames(_ lexicon: Lexicon) -> String {
    lexicon.attributes.keys.sorted().joined(separator: ", ") + ", or the name of a dimension, in [0, 1]"
  }

  /// The whole text when the lexicon knows it, else its known words; the unknown ones are kept as ignored.
  private mutating func read(_ text: String, _ look: (String) -> [PureQubit]?) -> [PureQubit] {
    if let whole = look(text) { return whole }
    if Self.isOneWord(text) {
      ignore(text)
      return []
    }
    return text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.flatMap { word in
      if let known = look(String(word)) { return known }
      ignore(String(word))
      return []
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
      price = [qubit]
    } else {
      refuse("price", word, Self.priceWords(lexicon) + ", or empty")
    }
  }

  private mutating func readAttribute(_ name: String, _ value: Double, _ lexicon: Lexicon) {
    guard let dimension = lexicon.attribute(name) else {
      return refuse("attributes", name, Self.attributeNames(lexicon))
    }
    guard let qubit = PureQubit(dimension, value: value) else {
      return refuse("attributes[\(name)]", "\(value)", "a number in [0, 1]")
    }
    guard !attributes.contains(where: { $0.dimension == dimension }) else {
      return refuse("attributes", name, "one attribute for \(dimension.name)")
    }
    attributes.append(qubit)
  }

  private mutating func refuse(_ field: String, _ value: String, _ allowed: String) {
    violations.append(RequestViolation(field: field, value: value, allowed: allowed))
  }
}

extension ProductQuantumState {
  /// Whether it says anything that a state is made of.
  package var hasState: Bool { !style.isEmpty || !price.isEmpty || !features.isEmpty || !attributes.isEmpty }
}
