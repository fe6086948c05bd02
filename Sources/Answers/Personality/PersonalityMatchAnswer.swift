package import EnrichmentSchema
package import Personality
import Population
import Releases

/// The match of one product with a segment.
package enum PersonalityMatchAnswer {
  /// The match of the density matrix; `nil` without a product, and where the segment has no state or one that has no
  /// dimension of the product's, both of which lack a source.
  package static func compatibility(
    _ product: ProductState?, _ state: PersonalityState, _ fields: inout AnswerFields
  ) -> QuantumCompatibility? {
    let path = "quantum_compatibility"
    guard let product else { return withheld(path, .noProduct, &fields) }
    guard let segment = state.outcome.value, let match = Compatibility(product.qubits, with: segment) else {
      return withheld(path, state.absence, &fields)
    }
    var answer = QuantumCompatibility()
    answer.comparedDimensions = match.dimensions.map(\.name)
    answer.ignoredTerms = product.ignoredTerms
    answer.sessionAdjusted = !state.adjusted.isDisjoint(with: match.dimensions)
    answer.purity = segment.purity.map(Rounding.significant)
    answer.entropyBits = segment.entropyBits.map(Rounding.share)
    answer.agreement = segment.agreement.map(Rounding.share)
    guard let quantity = fields.shown(state.finding(match), at: "\(path).score") else { return answer }
    fill(&answer, match, quantity)
    return answer
  }

  /// The match of the knots; `nil` as that of the density matrix is.
  ///
  /// A dimension about which the segment is divided has no mean and is left out of both knots.
  package static func knot(
    _ product: ProductState?, _ state: PersonalityState, _ cache: KnotCache, _ fields: inout AnswerFields
  ) throws(KnotError) -> KnotCompatibility? {
    let path = "knot_compatibility"
    guard let product else { return withheld(path, .noProduct, &fields) }
    guard let segment = state.outcome.value, Compatibility(product.qubits, with: segment) != nil else {
      return withheld(path, state.absence, &fields)
    }
    guard let match = try KnotMatch(segment.values, product.values, cache: cache) else {
      return withheld(path, .splitPopulation, &fields)
    }
    var answer = KnotCompatibility(match)
    let confidence = try KnotRedraws(segment, product: product.values, cache: cache).share(of: match.kind)
    answer.confidence = Rounding.share(confidence)
    if confidence < Quantity.leastConfidence {
      answer.knotTypeMatch = ""
      fields.withhold("\(path).knot_type_match", .noisyKnot)
    }
    return answer
  }

  private static func fill(_ answer: inout QuantumCompatibility, _ match: Compatibility, _ quantity: Quantity) {
    let score = Rounding.share(quantity.value)
    let interval = Interval(quantity.interval, rounding: Rounding.share)
    answer.score = score
    answer.interpretation =
      WordScale.compatibility.word(for: score, interval: interval.low...interval.high).capitalizedFirst
    answer.confidence = Rounding.share(quantity.confidence)
    answer.tolerance = quantity.tolerance
    answer.ci95 = interval
    answer.formula = match.formula
    answer.fidelity = Rounding.significant(match.fidelity)
    answer.buresDistance = Rounding.share(match.buresDistance)
  }

  private static func withheld<Group>(_ path: String, _ absence: Absence, _ fields: inout AnswerFields) -> Group? {
    fields.withhold(path, absence)
    return nil
  }
}

extension Absence {
  /// A kind of match that the noise of the release decides.
  static let noisyKnot = Absence(
    .lowConfidence, "most redraws of the released noise give another kind; appears with more people in the segment")
}

extension KnotCompatibility {
  /// A match as it is shown: scores to three decimals.
  package init(_ match: KnotMatch) {
    self.init()
    score = Rounding.share(match.score)
    jonesPolynomialMatch = Rounding.share(match.jones)
    alexanderPolynomialMatch = Rounding.share(match.alexander)
    topologicalSimilarity = Rounding.share(match.topological)
    knotTypeMatch = match.kind.rawValue
    interpretation = WordScale.topologicalCompatibility.word(for: Rounding.share(match.score)).capitalizedFirst
  }
}
