import Releases
package import EnrichmentSchema

/// The shares of visits by length.
package enum VisitLengthAnswer {
  /// The three shares, rounded so that they sum to exactly 1; absent together when one is withheld.
  package static func analysis(
    _ findings: SegmentFindings, _ fields: inout AnswerFields
  ) -> TimeSpentAnalysis? {
    let path = "real_world_behavior.time_spent_analysis"
    let names = [
      (DailyField.shortVisits, "short_visits"), (.mediumVisits, "medium_visits"), (.longVisits, "long_visits"),
    ]
    let shown = names.map { findings[$0.0].shown }
    let known = shown.compactMap(\.quantity)
    guard known.count == names.count else {
      if let absence = shown.lazy.compactMap(\.absence).first { fields.withhold(path, absence) }
      return nil
    }
    for (name, quantity) in zip(names, known) { fields.note(quantity, at: "\(path).\(name.1)") }
    let rounded = Rounding.shares(known.map(\.value))
    var analysis = TimeSpentAnalysis()
    analysis.shortVisits = rounded[0]
    analysis.mediumVisits = rounded[1]
    analysis.longVisits = rounded[2]
    return analysis
  }
}

extension Finding {
  /// Why there is no number; nil when there is one.
  package var absence: Absence? {
    if case .absent(let absence) = self { absence } else { nil }
  }
}
