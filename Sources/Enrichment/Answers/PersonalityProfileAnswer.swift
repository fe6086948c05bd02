package import EnrichmentSchema
import WireFormat

/// The profile of a segment.
package enum PersonalityProfileAnswer {
  private static let path = "personality_profile"

  /// The profile; `nil` when it was not asked for. All twelve dimensions are in it, a withheld one without a value.
  package static func profile(
    _ insights: Set<PersonalityInsight>, _ state: PersonalityState, archetypes: ArchetypeTable,
    _ fields: inout AnswerFields
  ) -> PersonalityProfile? {
    guard !insights.isDisjoint(with: [.personalityProfile, .dimensionBreakdown]) else { return nil }
    var profile = PersonalityProfile()
    profile.sessionAdjusted = state.isSessionAdjusted
    for dimension in Dimension.allCases {
      profile.dimensions[dimension.name] = answer(dimension, state, &fields)
    }
    fields.withhold("\(path).12_dimensions.*.percentiles", .notReleased)
    if insights.contains(.personalityProfile) {
      profile.archetype = state.outcome.value.flatMap(archetypes.name)
      if profile.archetype == nil { fields.withhold("\(path).archetype", state.absence) }
      fields.withhold("\(path).authenticity_score", .notReleased)
    }
    return profile
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
    answer.stdDev = state.outcome.value?[dimension]?.standardDeviation.map(Rounding.share)
    answer.confidence = Rounding.share(quantity.confidence)
    answer.ci95 = interval
    answer.interpretation = dimension.words.word(for: value, interval: interval.low...interval.high).capitalizedFirst
    return answer
  }
}
