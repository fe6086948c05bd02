package import EnrichmentSchema
package import Personality
import Population
import Releases
import WireFormat

/// The part of an answer that speaks of the segment alone: its profile, with what is withheld of it and the errors of
/// its bare numbers.
package struct ProfilePart: Sendable {
  /// The insights that ask for a profile.
  package static let insights: Set<PersonalityInsight> = [.personalityProfile, .dimensionBreakdown]

  /// The profile; nil when it was not asked for.
  package let profile: PersonalityProfile?
  /// What the answer says beside it.
  package let fields: AnswerFields

  /// The profile that an answer with these insights begins with.
  package init(
    _ insights: Set<PersonalityInsight>, _ state: PersonalityState, _ findings: ProfileFindings,
    archetypes: ArchetypeTable
  ) {
    var fields = AnswerFields()
    profile = PersonalityProfileAnswer.profile(insights, state, findings, archetypes: archetypes, &fields)
    self.fields = fields
  }
}

/// The profile of a segment.
package enum PersonalityProfileAnswer {
  private static let path = "personality_profile"

  /// The profile; `nil` when it was not asked for. All twelve dimensions are in it, a withheld one without a value.
  package static func profile(
    _ insights: Set<PersonalityInsight>, _ state: PersonalityState, _ findings: ProfileFindings,
    archetypes: ArchetypeTable, _ fields: inout AnswerFields
  ) -> PersonalityProfile? {
    guard !insights.isDisjoint(with: ProfilePart.insights) else { return nil }
    var profile = PersonalityProfile()
    profile.sessionAdjusted = state.isSessionAdjusted
    for dimension in Dimension.allCases {
      profile.dimensions[dimension.name] = answer(dimension, state, &fields)
    }
    fillQuartiles(&profile, findings, &fields)
    if insights.contains(.personalityProfile) {
      profile.archetype = state.outcome.value.flatMap(archetypes.name)
      if profile.archetype == nil { fields.withhold("\(path).archetype", state.absence) }
      let authenticity = fields.bare(findings.authenticity, at: "\(path).authenticity_score")
      profile.authenticityScore = authenticity.map { Rounding.share($0.value) }
    }
    return profile
  }

  /// What all dimensions lack for the same reason is said once.
  private static func fillQuartiles(
    _ profile: inout PersonalityProfile, _ findings: ProfileFindings, _ fields: inout AnswerFields
  ) {
    let outcomes = Dimension.allCases.map { ($0, findings.quartiles[$0] ?? .withheld(.notReleased)) }
    let reasons = Set(outcomes.map(\.1.reason))
    if let only = reasons.first, reasons.count == 1, let reason = only {
      return fields.withhold("\(path).12_dimensions.*.percentiles", Absence(reason, purpose: .personality))
    }
    for (dimension, outcome) in outcomes {
      let place = "\(path).12_dimensions.\(dimension.name).percentiles"
      switch outcome {
      case .withheld(let reason): fields.withhold(place, Absence(reason, purpose: .personality))
      case .released(let quartiles):
        profile.dimensions[dimension.name]?.percentiles = Percentiles(quartiles)
        for (name, (value, interval)) in zip(["p25", "p50", "p75"], zip(quartiles.values, quartiles.intervals)) {
          var estimate = Estimate(asOf: findings.asOf, scope: findings.scope)
          estimate.value = value
          estimate.ci95 = Interval(interval) { $0 }
          fields.note(estimate, at: "\(place).\(name)")
        }
      }
    }
  }

  private static func answer(
    _ dimension: Dimension, _ state: PersonalityState, _ fields: inout AnswerFields
  ) -> PersonalityDimension {
    var answer = PersonalityDimension()
    guard
      let quantity = fields.shown(state.finding(dimension), at: "\(path).12_dimensions.\(dimension.name)")
    else { return answer }
    let interval = Interval(quantity.interval, rounding: Rounding.share)
    let value = Rounding.share(quantity.value)
    answer.value = value
    if let estimate = state.outcome.value?.estimate(of: dimension) {
      answer.stdDev = Rounding.share(estimate.standardDeviation)
      answer.stdDevCi95 = Interval(estimate.deviationInterval, rounding: Rounding.share)
    }
    answer.confidence = Rounding.share(quantity.confidence)
    answer.tolerance = quantity.tolerance
    answer.ci95 = interval
    answer.joint95 = quantity.jointInterval.map { Interval($0, rounding: Rounding.share) }
    answer.interpretation = dimension.words.word(for: value, interval: interval.low...interval.high).capitalizedFirst
    return answer
  }
}

extension Percentiles {
  /// Quartiles as they are shown: three decimals.
  init(_ quartiles: QuartileEstimate) {
    self.init()
    let shown = quartiles.values.map(Rounding.share)
    (p25, p50, p75) = (shown[0], shown[1], shown[2])
  }
}
