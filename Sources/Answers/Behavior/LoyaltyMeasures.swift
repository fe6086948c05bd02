package import Releases
package import EnrichmentSchema

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
