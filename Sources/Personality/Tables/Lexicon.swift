package import Population

/// The published words for products and events, each with the values of the dimensions it speaks of.
package struct Lexicon: Sendable, Hashable {
  /// Version of the table.
  package let version: String
  /// Price words and the value of `value_orientation` each stands for.
  package let prices: [String: PureQubit]
  /// Names of product attributes that are not themselves dimensions.
  package let attributes: [String: Dimension]
  /// Those and the names of all dimensions, by their length in bytes: at most three have the same, and comparing costs a
  /// fraction of hashing.
  private let dimensions: [[NamedDimension]]
  /// Style words, and feature words that are no style word, as they are usually written.
  private let styles: [String: [PureQubit]]
  /// Feature words, and style words that are no feature word, as they are usually written.
  private let features: [String: [PureQubit]]
  private let events: [String: [PureQubit]]

  /// Number of style and feature words.
  package let wordCount: Int

  /// Reads a lexicon.
  ///
  /// - Parameter json: `{"version", "style", "features", "events": {word: {dimension: value}}, "price": {word: value},
  ///   "attributes": {name: dimension}}`, words in lower case with `_` between their parts.
  /// - Throws: `ResourceError` when the file is malformed, a word has no dimension or a value is out of range.
  package init(json: [UInt8]) throws(ResourceError) {
    let file = try ResourceFile.decode(File.self, from: json, file: Self.fileName)
    version = file.version
    let (styles, features) = (try Self.words(file.style), try Self.words(file.features))
    self.styles = Self.spelled(styles.merging(features) { style, _ in style })
    self.features = Self.spelled(features.merging(styles) { feature, _ in feature })
    wordCount = Set(styles.keys).union(features.keys).count
    events = try Self.words(file.events)
    prices = try Self.prices(file.price)
    var attributes: [String: Dimension] = [:]
    for (name, dimension) in file.attributes {
      guard let known = Dimension(name: dimension) else {
        throw ResourceError(file: Self.fileName, reason: "attribute \(name): \(dimension) is not a dimension")
      }
      attributes[name] = known
    }
    self.attributes = attributes
    dimensions = NamedDimension.byLength(
      Dimension.allCases.reduce(into: attributes) { all, dimension in
        if all[dimension.name] == nil { all[dimension.name] = dimension }
      })
  }

  /// The qubits of a style word, looked for among the features when no style has it; `nil` when unknown.
  package func style(_ word: String) -> [PureQubit]? { Self.look(word, in: styles) }

  /// The qubits of a feature word, looked for among the styles when no feature has it; `nil` when unknown.
  package func feature(_ word: String) -> [PureQubit]? { Self.look(word, in: features) }

  private static func look(_ word: String, in words: [String: [PureQubit]]) -> [PureQubit]? {
    if let known = words[word] { return known }
    let normal = normalised(word)
    return normal == word ? nil : words[normal]
  }

  /// The same words with a blank or a hyphen between their parts too: looking for a word costs a fraction of normalising it.
  private static func spelled(_ words: [String: [PureQubit]]) -> [String: [PureQubit]] {
    var spelled = words
    for (word, qubits) in words where word.contains("_") {
      for mark in [" ", "-"] { spelled[word.split(separator: "_").joined(separator: mark)] = qubits }
    }
    return spelled
  }

  /// The qubits that an event's venue category or kind stands for; `nil` when it says nothing.
  package func event(_ word: String) -> [PureQubit]? { events[Self.normalised(word)] }

  /// The dimension of an attribute: one of `attributes`, or a dimension's own name.
  package func attribute(_ name: String) -> Dimension? {
    let length = name.utf8.count
    guard dimensions.indices.contains(length) else { return nil }
    for named in dimensions[length] where named.name == name { return named.dimension }
    return nil
  }

  private struct NamedDimension: Sendable, Hashable {
    let name: String
    let dimension: Dimension

    /// Names by their length, from 0 to that of the longest.
    static func byLength(_ names: [String: Dimension]) -> [[NamedDimension]] {
      let longest = names.keys.map(\.utf8.count).max() ?? 0
      return (0...longest).map { length in
        names.filter { $0.key.utf8.count == length }.sorted { $0.key < $1.key }.map {
          NamedDimension(name: $0.key, dimension: $0.value)
        }
      }
    }
  }

  /// Lower case, with one `_` for every run of blanks and hyphens inside.
  static func normalised(_ word: String) -> String {
    if word.utf8.allSatisfy({ ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) }) { return word }
    if word.utf8.allSatisfy({ $0 < 0x80 }) { return normalisedASCII(word) }
    return word.lowercased().split { $0 == " " || $0 == "-" || $0 == "_" || $0.isNewline || $0 == "\t" }.joined(
      separator: "_")
  }

  /// The same, byte by byte: most words are ASCII, and taking text apart by characters costs many times more.
  private static func normalisedASCII(_ word: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(word.utf8.count)
    var isApart = false
    for byte in word.utf8 {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), 0x09...0x0D: isApart = !bytes.isEmpty
      default:
        if isApart { bytes.append(UInt8(ascii: "_")) }
        isApart = false
        bytes.append((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let fileName = "lexicon.json"

  private struct File: Decodable {
    let version: String
    let style: [String: [String: Double]]
    let features: [String: [String: Double]]
    let events: [String: [String: Double]]
    let price: [String: Double]
    let attributes: [String: String]
  }

  private static func words(_ table: [String: [String: Double]]) throws(ResourceError) -> [String: [PureQubit]] {
    var words: [String: [PureQubit]] = [:]
    for (word, values) in table {
      guard !values.isEmpty, word == normalised(word) else {
        throw ResourceError(
          file: fileName, reason: "\"\(word)\": a word in lower case with _ and at least one dimension")
      }
      words[word] = try ResourceFile.qubits(values, of: word, file: fileName)
    }
    return words
  }

  private static func prices(_ table: [String: Double]) throws(ResourceError) -> [String: PureQubit] {
    var prices: [String: PureQubit] = [:]
    for (word, value) in table {
      guard let qubit = PureQubit(.valueOrientation, value: value) else {
        throw ResourceError(file: fileName, reason: "price \(word): \(value) is outside [0, 1]")
      }
      prices[word] = qubit
    }
    return prices
  }
}

/// The published tables of the personality engine.
package struct PersonalityTables: Sendable {
  /// Words of products and events.
  package let lexicon: Lexicon
  /// Prototypes of personalities.
  package let archetypes: ArchetypeTable

  /// Tables read from elsewhere.
  package init(lexicon: Lexicon, archetypes: ArchetypeTable) {
    self.lexicon = lexicon
    self.archetypes = archetypes
  }

  /// The tables that are compiled into the program.
  /// - Throws: `ResourceError` when the program was built with a malformed table.
  package static func published() throws(ResourceError) -> PersonalityTables {
    PersonalityTables(lexicon: try Lexicon(json: lexiconBytes), archetypes: try ArchetypeTable(json: archetypeBytes))
  }

  /// The file of the lexicon, byte for byte; part of what `policy_version` is the hash of.
  package static var lexiconBytes: [UInt8] { PackageResources.lexicon_json }
  /// The file of the prototypes, byte for byte; part of what `policy_version` is the hash of.
  package static var archetypeBytes: [UInt8] { PackageResources.archetypes_json }
}
