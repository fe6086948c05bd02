package import EnrichmentSchema
import Privacy
package import Releases
package import WireFormat

/// Collects what an answer says beside its fields while they are filled: what is withheld and why, and the error of
/// the numbers that stand bare.
package struct AnswerFields: Sendable, Hashable {
  /// Fields that are absent, in the order they were asked for.
  package private(set) var withheld: [Withheld] = []
  /// Errors of bare numbers, by field path.
  package private(set) var estimates: FieldMap<String, Estimate> = [:]

  /// Nothing yet.
  package init() {}

  /// Notes that a field is absent.
  package mutating func withhold(_ path: String, _ absence: Absence) {
    var entry = Withheld()
    entry.field = path
    entry.reason = absence.reason.rawValue
    entry.detail = absence.detail
    withheld.append(entry)
  }

  /// Notes that a field is absent, unless that was noted before.
  package mutating func withholdOnce(_ entry: Withheld) {
    if !withheld.contains(entry) { withheld.append(entry) }
  }

  /// The number of a field as it may be shown; an absence is noted.
  package mutating func shown(_ finding: Finding, at path: String) -> Quantity? {
    switch finding.shown {
    case .known(let quantity): return quantity
    case .absent(let absence):
      withhold(path, absence)
      return nil
    }
  }

  /// A measured share or score, rounded to three digits; nil when withheld.
  package mutating func share(
    _ finding: Finding, at path: String, words: (Quantity) -> String
  ) -> Measure? {
    shown(finding, at: path).map { Measure($0, rounding: Rounding.share, interpretation: words($0)) }
  }

  /// A number that stands bare, unrounded; its error is noted under its path. Nil when withheld.
  package mutating func bare(_ finding: Finding, at path: String) -> Quantity? {
    guard let quantity = shown(finding, at: path) else { return nil }
    estimates[path] = Estimate(quantity)
    return quantity
  }

  /// Notes the error of a number that is shown anyway.
  package mutating func note(_ quantity: Quantity, at path: String) { note(Estimate(quantity), at: path) }

  /// Notes what is known of a field that is no number.
  package mutating func note(_ estimate: Estimate, at path: String) { estimates[path] = estimate }

  /// One of several words, with the probability that it is right; nil when withheld.
  ///
  /// - Parameter estimate: scope and cut-off of the word.
  package mutating func word(
    _ outcome: EstimateOutcome<BucketEstimate>, of words: [String], purpose: ReleasePurpose, from estimate: Estimate,
    at path: String
  ) -> String? {
    switch outcome {
    case .withheld(let reason):
      withhold(path, Absence(reason, purpose: purpose))
      return nil
    case .released(let bucket):
      guard words.indices.contains(bucket.index) else { return nil }
      var estimate = estimate
      estimate.confidence = Rounding.share(bucket.confidence)
      note(estimate, at: path)
      return words[bucket.index]
    }
  }

  /// Whether a derived score is above one half, with the probability that the answer is right; nil when withheld.
  package mutating func choice(
    _ result: Result<DerivedResult, MissingInputs>, at path: String, yes: String, no: String
  ) -> BooleanMeasure? {
    switch result {
    case .failure(let missing):
      withhold(path, .missing(missing.inputs))
      return nil
    case .success(let result):
      var measure = BooleanMeasure()
      measure.value = result.quantity.value > 0.5
      measure.confidence = Rounding.share(
        Confidence.comparison(
          value: result.quantity.value, threshold: 0.5, standardError: result.quantity.standardError))
      measure.interpretation = Sentence.choice(result.quantity, yes: yes, no: no)
      measure.sessionAdjusted = result.quantity.isSessionAdjusted
      return measure
    }
  }
}

extension Finding {
  /// A derived score, or what it lacks.
  package init(_ result: Result<DerivedResult, MissingInputs>) {
    switch result {
    case .success(let result): self = .known(result.quantity)
    case .failure(let missing): self = .absent(.missing(missing.inputs))
    }
  }
}

/// An answer about a segment.
protocol SegmentResponse: Message {
  /// Of whom the answer speaks, and what is withheld.
  var marketSegmentMetadata: MarketSegmentMetadata? { get }
  /// True when everything that was asked for is withheld; the metadata says why.
  var isWithheld: Bool { get }
}

extension GetRealWorldBehaviorResponse: SegmentResponse {
  /// True when everything that was asked for is withheld; the metadata says why.
  package var isWithheld: Bool { realWorldBehavior == nil && productImplications == nil }
}

extension GetCommunityInfluenceResponse: SegmentResponse {
  /// True when everything that was asked for is withheld; the metadata says why.
  package var isWithheld: Bool {
    communityInfluencePatterns == nil && purchaseBehavior == nil && marketingImplications == nil
  }
}

extension GetQuantumPersonalityResponse: SegmentResponse {
  /// True when everything that was asked for is withheld; the metadata says why. A profile without any value says
  /// nothing, and so does an empty list of products.
  package var isWithheld: Bool {
    let saysDimensions = personalityProfile?.dimensions.values.contains { $0.value != nil } ?? false
    return !saysDimensions && quantumCompatibility?.score == nil && knotCompatibility?.score == nil
      && productRecommendations?.compatibilityBreakdown == nil
      && productRecommendations?.highCompatibility.isEmpty != false
  }
}
