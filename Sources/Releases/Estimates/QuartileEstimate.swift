import Privacy

/// The quartiles of a dimension in a segment, from its noisy histogram.
package struct QuartileEstimate: Sendable, Hashable {
  /// The ranks.
  package static let ranks = [0.25, 0.5, 0.75]
  /// The largest noise in a rank that quartiles are shown with.
  package static let largestRankNoise = 0.05

  /// The values at a quarter, a half and three quarters, ascending, in `[0, 1]`.
  package let values: [Double]
  /// The 95 % interval of each: the values at the ends of the interval of its rank.
  package let intervals: [ClosedRange<Double>]

  /// The quartiles; `nil` when the noise in a rank is above `largestRankNoise`.
  init?(_ histogram: NoisyHistogram) {
    guard histogram.rankNoise <= Self.largestRankNoise else { return nil }
    values = Self.ranks.map(histogram.quantile)
    intervals = zip(Self.ranks, values).map { rank, value in
      let half = Confidence.halfWidth95(standardError: histogram.error(below: histogram.bin(holding: rank) + 1))
      let low = histogram.quantile(max(0, rank - half))
      return min(low, value)...max(value, histogram.quantile(min(1, rank + half)))
    }
  }
}
