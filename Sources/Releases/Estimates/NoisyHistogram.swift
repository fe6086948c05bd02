import Privacy

/// A histogram of people made of noisy counts: no count is below 0, and the shares sum to one.
struct NoisyHistogram: Sendable, Hashable {
  /// Counts, none below 0.
  let counts: [Double]
  /// Counts as they were drawn.
  let drawn: [Double]
  /// Variance of the noise of one count.
  let variance: Double
  /// Number of people that the sampling error is of, at least 1.
  let people: Double

  /// The histogram of noisy counts; `nil` when none is above 0.
  init?(_ sums: NoisySums, people: Double) {
    drawn = sums.values
    counts = sums.values.map { max(0, $0) }
    variance = sums.variance
    self.people = max(1, people)
    guard total > 0 else { return nil }
  }

  /// Sum of the counts, above 0.
  var total: Double { counts.reduce(0, +) }

  /// The share of everything in the first `bins` bins, in `[0, 1]`.
  func share(below bins: Int) -> Double { counts.prefix(bins).reduce(0, +) / total }

  /// Noise and sampling in that share `F`: `sigma^2 ((1 - F)^2 j + F^2 (m - j)) / T^2 + F (1 - F) / n`.
  func error(below bins: Int) -> Double {
    let share = share(below: bins)
    let noise = (1 - share) * (1 - share) * Double(bins) + share * share * Double(counts.count - bins)
    return (variance * noise / (total * total) + share * (1 - share) / people).squareRoot()
  }

  /// The noise in the rank of a median: that of half the bins over the number of people.
  var rankNoise: Double { (variance * Double(counts.count) / 2).squareRoot() / people }

  /// The bin that holds the share `rank`, the first with at least that share below its upper end.
  func bin(holding rank: Double) -> Int {
    counts.indices.first { share(below: $0 + 1) >= rank } ?? counts.count - 1
  }

  /// Where the share `rank` lies on a scale from 0 to 1 over all bins, straight inside a bin.
  func quantile(_ rank: Double) -> Double {
    let bin = bin(holding: rank)
    let before = share(below: bin)
    let own = counts[bin] / total
    let inside = own > 0 ? (rank - before) / own : 0
    return min(1, max(0, (Double(bin) + min(1, max(0, inside))) / Double(counts.count)))
  }

  /// The 95 % interval of the value at the share `rank`, from edge to edge of bins, since nothing is known of where in
  /// its bin a value lies.
  ///
  /// It ends at the last edge from either side up to which every edge is too low, or too high, for the quantile to lie
  /// before it: a share F below an edge is tested against `rank` with the error it has if it is `rank`. Shares are of
  /// the counts as drawn, of which none is inflated.
  func interval(of rank: Double) -> ClosedRange<Double> {
    let (bins, all) = (drawn.count, drawn.reduce(0, +))
    guard all > 0 else { return 0...1 }
    let deviations = { (edge: Int) -> Double in
      let noise = (1 - rank) * (1 - rank) * Double(edge) + rank * rank * Double(bins - edge)
      let error = (variance * noise / (all * all) + rank * (1 - rank) / people).squareRoot()
      return (drawn.prefix(edge).reduce(0, +) / all - rank) / error
    }
    let low = (1..<bins).prefix { deviations($0) < -StandardNormal.quantile95 }.last ?? 0
    let high = (1..<bins).reversed().prefix { deviations($0) > StandardNormal.quantile95 }.last ?? bins
    return Double(min(low, high)) / Double(bins)...Double(max(low, high)) / Double(bins)
  }

  /// The bin that holds the median, with the probability that the true median is in it.
  var median: BucketEstimate {
    let bin = bin(holding: 0.5)
    let upper = bin + 1 == counts.count ? 1 : chance(thatMedianIsBelow: bin + 1)
    return BucketEstimate(index: bin, confidence: max(0, upper - (bin == 0 ? 0 : chance(thatMedianIsBelow: bin))))
  }

  private func chance(thatMedianIsBelow bins: Int) -> Double {
    let error = error(below: bins)
    let distance = share(below: bins) - 0.5
    return error > 0 ? StandardNormal.cdf(distance / error) : distance >= 0 ? 1 : 0
  }
}

/// One of several words, found as the bin of a median.
package struct BucketEstimate: Sendable, Hashable {
  /// Position among the words.
  package let index: Int
  /// Probability that it is the right one, in `[0, 1]`.
  package let confidence: Double
}

/// The quartiles of a dimension in a segment, from its noisy histogram.
package struct QuartileEstimate: Sendable, Hashable {
  /// The ranks.
  package static let ranks = [0.25, 0.5, 0.75]
  /// The largest noise in a rank that quartiles are shown with.
  package static let largestRankNoise = 0.05

  /// The values at a quarter, a half and three quarters, ascending, in `[0, 1]`.
  package let values: [Double]
  /// The 95 % interval of each, never narrower than the bin it lies in.
  package let intervals: [ClosedRange<Double>]

  /// The quartiles; `nil` when the noise in a rank is above `largestRankNoise`.
  init?(_ histogram: NoisyHistogram) {
    guard histogram.rankNoise <= Self.largestRankNoise else { return nil }
    values = Self.ranks.map(histogram.quantile)
    intervals = zip(Self.ranks, values).map { rank, value in
      let interval = histogram.interval(of: rank)
      return min(interval.lowerBound, value)...max(value, interval.upperBound)
    }
  }
}
