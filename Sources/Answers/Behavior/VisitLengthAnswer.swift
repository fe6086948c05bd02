package import EnrichmentSchema
package import Releases

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

/// Return rate and exploration tendency, two views of one statistic: they add to exactly 1 and share a confidence.
package struct LoyaltyMeasures: Sendable, Hashable {
  /// Share of visits to places not seen before.
  package let exploring: Measure
  /// One minus that.
  package let returning: Measure

  /// Both from the exploration tendency, with one rounding.
  package init(exploration: Quantity) {
    let share = Rounding.share(exploration.value)
    exploring = Measure(
      exploration, rounding: Rounding.share, interpretation: Sentence.exploring(exploration: share))
    var measure = Measure(
      exploration, rounding: Rounding.share, interpretation: Sentence.returning(exploration: share))
    measure.value = Self.complement(share)
    measure.ci95 = exploring.ci95.map { interval in
      var mirrored = Interval()
      mirrored.low = Self.complement(interval.high)
      mirrored.high = Self.complement(interval.low)
      return mirrored
    }
    returning = measure
  }

  /// `1 - share` of a share in whole thousandths, free of binary rounding.
  private static func complement(_ share: Double) -> Double {
    Rounding.thousandths(1_000 - Int((share * 1_000).rounded()))
  }
}
