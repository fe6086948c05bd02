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
