import FoundationEssentials
import Population

/// How well one person and one product fit, with everything the scores are made of, for others to check.
///
/// Both are pure states, so the fidelity is |⟨person|product⟩|² over the dimensions the product gives; all of them
/// weigh the same.
package struct CompatibilityReport: Sendable, Hashable {
  /// Fidelity and score.
  package let match: Compatibility
  /// Likeness of the knots, drawn from the dimensions that are compared.
  package let knots: KnotMatch
  /// The person's knots.
  package let person: KnotLayers
  /// The product's knots.
  package let product: KnotLayers

  /// Compares.
  ///
  /// - Returns: `nil` when there is no dimension to compare, which a `ProfilePair` always has.
  /// - Throws: `KnotError.identity` if the computation of a knot contradicts itself.
  package init?(_ pair: ProfilePair, cache: KnotCache) throws(KnotError) {
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases { qubits[dimension] = Qubit(value: pair.person[dimension.rawValue]) }
    let wanted = Dimension.allCases.compactMap { dimension in
      pair.product[dimension.rawValue].flatMap { PureQubit(dimension, value: $0) }
    }
    guard let match = Compatibility(wanted, with: SegmentState(qubits, people: .infinity)) else { return nil }
    let compared = zip(pair.person, pair.product).map { $1 == nil ? nil : $0 }
    let (person, product) = (try KnotLayers(compared, cache: cache), try KnotLayers(pair.product, cache: cache))
    guard let knots = KnotMatch(person, product, comparedDimensions: wanted.count) else { return nil }
    (self.match, self.knots, self.person, self.product) = (match, knots, person, product)
  }
}

extension CompatibilityReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case layers, fidelity, score, formula
    case comparedDimensions = "compared_dimensions"
    case knotScores = "knot_scores"
    case buresDistance = "bures_distance"
  }

  private enum ScoreKeys: String, CodingKey {
    case jonesMatch = "jones_match"
    case alexanderMatch = "alexander_match"
    case topological
    case knotScore = "knot_score"
    case knotTypeMatch = "knot_type_match"
  }

  /// Scores unrounded; each layer with its threshold on |2x − 1| and both knots.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(match.dimensions.map(\.name), forKey: .comparedDimensions)
    try container.encode(match.fidelity, forKey: .fidelity)
    try container.encode(match.score, forKey: .score)
    try container.encode(match.formula, forKey: .formula)
    try container.encode(match.buresDistance, forKey: .buresDistance)
    try container.encode(layers, forKey: .layers)
    var scores = container.nestedContainer(keyedBy: ScoreKeys.self, forKey: .knotScores)
    try scores.encode(knots.jones, forKey: .jonesMatch)
    try scores.encode(knots.alexander, forKey: .alexanderMatch)
    try scores.encode(knots.topological, forKey: .topological)
    try scores.encode(knots.score, forKey: .knotScore)
    try scores.encode(knots.kind.rawValue, forKey: .knotTypeMatch)
  }

  private struct Layer: Encodable {
    let threshold: Double
    let person: Knot
    let product: Knot
  }

  private struct Knot: Encodable {
    let traits: TraitLevels
    let invariants: KnotInvariants

    private enum CodingKeys: String, CodingKey { case braid }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(PersonalityBraid.word(for: traits).letters, forKey: .braid)
      try invariants.encode(to: encoder)
    }
  }

  private var layers: [Layer] {
    TraitLevels.layerThresholds.indices.map { index in
      Layer(
        threshold: Double(TraitLevels.layerThresholds[index]) / 1_000_000,
        person: Knot(traits: person.traits[index], invariants: person.portraits[index].invariants),
        product: Knot(traits: product.traits[index], invariants: product.portraits[index].invariants))
    }
  }
}

/// A person's twelve values and a product's, as a line of JSON gives them:
/// `{"person":[12 numbers],"product":[12 numbers or null]}`.
package struct ProfilePair: Sendable, Hashable {
  /// Twelve values in `[0, 1]` in the order of `Dimension`.
  package let person: [Double]
  /// The same of the product; `nil` where it speaks of no dimension, but somewhere it does.
  package let product: [Double?]

  /// What a line says that cannot be accepted, and what is allowed.
  package struct Malformed: Error, Sendable, Hashable, CustomStringConvertible {
    /// One sentence.
    package let description: String
  }

  /// Reads a line.
  /// - Throws: `Malformed` with the first thing that cannot be accepted.
  package init(json: String) throws(Malformed) {
    var lists = try Self.lists(json)
    guard let person = lists.removeValue(forKey: "person") else { throw Self.missing("person") }
    guard let product = lists.removeValue(forKey: "product") else { throw Self.missing("product") }
    if let unknown = lists.keys.sorted().first {
      throw Malformed(description: "unknown field \"\(unknown)\"; allowed: person, product")
    }
    try Self.check(person, "person", mayLack: false)
    try Self.check(product, "product", mayLack: true)
    guard product.contains(where: { $0 != nil }) else {
      throw Malformed(description: "product has no number; allowed: at least one dimension to compare")
    }
    self.person = person.compactMap { $0 }
    self.product = product
  }

  private static func lists(_ json: String) throws(Malformed) -> [String: [Double?]] {
    do {
      return try JSONDecoder().decode([String: [Double?]].self, from: Data(json.utf8))
    } catch let DecodingError.typeMismatch(_, context) {
      let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined()
      throw Malformed(description: (path.isEmpty ? "the line" : path) + " is not as it should be; allowed: \(form)")
    } catch {
      throw Malformed(description: "not a JSON object; allowed: \(form)")
    }
  }

  private static let form = #"{"person":[12 numbers],"product":[12 numbers or null]}"#

  private static func missing(_ name: String) -> Malformed {
    Malformed(description: "\(name) is missing; allowed: \(form)")
  }

  private static func check(_ values: [Double?], _ name: String, mayLack: Bool) throws(Malformed) {
    let count = Dimension.allCases.count
    guard values.count == count else {
      throw Malformed(description: "\(name) has \(values.count) values; allowed: \(count)")
    }
    for (index, value) in values.enumerated() {
      if let value, (0...1).contains(value) { continue }
      if value == nil, mayLack { continue }
      let shown = value.map { "\($0)" } ?? "null"
      throw Malformed(
        description: "\(name)[\(index)] is \(shown); allowed: a number from 0 to 1" + (mayLack ? " or null" : ""))
    }
  }
}
