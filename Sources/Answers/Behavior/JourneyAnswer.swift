package import EnrichmentSchema
import Measures
import Population
import Releases

/// The journeys of a segment, as far as the profile family tells of them.
package enum JourneyAnswer {
  static let path = "real_world_behavior.journey_patterns"

  /// Fills in path, steps and frequency; what is withheld is noted.
  package static func fill(_ patterns: inout JourneyPatterns, _ profile: ProfileFindings, _ fields: inout AnswerFields)
  {
    switch profile.journeys {
    case .withheld(let reason): fields.withhold("\(path).typical_path", Absence(reason, purpose: .behavior))
    case .released(let journeys):
      patterns.typicalPath = (journeys.path ?? []).map(\.name)
      patterns.steps = journeys.steps.map(JourneyStep.init)
      if journeys.path == nil { fields.withhold("\(path).typical_path", .unresolvedPath) }
      var estimate = Estimate(asOf: profile.asOf, scope: profile.scope)
      if journeys.path != nil { estimate.confidence = journeys.pathConfidence.map(Rounding.share) }
      fields.note(estimate, at: "\(path).typical_path")
    }
    patterns.frequency = fields.word(
      profile.frequency, of: Journeys.Frequency.allCases.map(\.name), purpose: .behavior,
      from: Estimate(asOf: profile.asOf, scope: profile.scope), at: "\(path).frequency")
  }
}

extension JourneyStep {
  /// A step as it is shown.
  init(_ step: JourneyEstimate.Step) {
    self.init()
    from = step.from.name
    to = step.to.name
    share = Rounding.share(step.share)
    ci95 = Interval(step.interval, rounding: Rounding.share)
  }
}

extension Absence {
  /// A path that may not be the most probable one.
  static let unresolvedPath = Absence(
    .lowConfidence, "another path may be as probable, or a step may not exist; appears with more people in the segment")
}
