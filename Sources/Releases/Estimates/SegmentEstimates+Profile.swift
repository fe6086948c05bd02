package import Population
import Privacy

extension SegmentEstimates {
  /// Cut-off of the oldest run that drew the profile family, in microseconds since 1970 UTC; `nil` when a cell has none.
  package var profileAsOf: Int64? {
    let cutOffs = parts.map(\.profileAsOf)
    return cutOffs.contains(nil) ? nil : cutOffs.compactMap { $0 }.min()
  }

  /// The quartiles of a dimension, or why there are none.
  package func quartiles(of dimension: Dimension) -> EstimateOutcome<QuartileEstimate> {
    if let reason = obstacle(to: .dimensionHistograms) { return .withheld(reason) }
    guard let sums = NoisySums.total(parts.map { $0.histogram(of: dimension) }) else { return .withheld(.noSource) }
    let histogram = NoisyHistogram(sums, people: people(.personality).count)
    guard let quartiles = histogram.flatMap(QuartileEstimate.init) else { return .withheld(.lowConfidence) }
    return .released(quartiles)
  }

  /// The journeys, or why nothing can be said of them.
  package var journeys: EstimateOutcome<JourneyEstimate> {
    if let reason = obstacle(to: .journeyTransitions) { return .withheld(reason) }
    guard let journeys = profileSums(of: .journeyTransitions).flatMap(JourneyEstimate.init) else {
      return .withheld(.lowConfidence)
    }
    return .released(journeys)
  }

  /// How often journeys are made: the position among `Journeys.Frequency`.
  package var journeyFrequency: EstimateOutcome<BucketEstimate> {
    if let reason = obstacle(to: .journeyFrequency) { return .withheld(reason) }
    guard let sums = profileSums(of: .journeyFrequency),
      let median = NoisyHistogram(sums, people: sums.values.reduce(0, +))?.median
    else { return .withheld(.lowConfidence) }
    return median.confidence >= Quantity.leastConfidence ? .released(median) : .withheld(.lowConfidence)
  }

  /// Mean agreement of stated and revealed dimensions, over the people who have both.
  ///
  /// With sums S of agreement and R of the rest, `x = S / (S + R)` and `dx = ((1 - x) dS - x dR) / (S + R)`.
  package var authenticity: EstimateOutcome<Quantity> {
    if let reason = obstacle(to: .authenticity) { return .withheld(reason) }
    guard let sums = profileSums(of: .authenticity) else { return .withheld(.noSource) }
    let people = max(1, sums.values.reduce(0, +))
    let x = min(1, max(0, sums.values[0] / people))
    let noise = sums.variance * ((1 - x) * (1 - x) + x * x) / (people * people)
    let sampling = Self.largestVariance(x, noise: noise) / people
    return .released(
      Quantity(value: x, standardError: (sampling + noise).squareRoot(), tolerance: Self.authenticTolerance))
  }

  /// Tolerance of the authenticity score.
  private static let authenticTolerance = 0.05

  private func profileSums(of statistic: ProfileStatistic) -> NoisySums? {
    NoisySums.total(parts.map { $0.profile[statistic] })
  }

  /// Why nothing of a statistic may be said; `nil` when something may.
  private func obstacle(to statistic: ProfileStatistic) -> WithheldReason? {
    guard isAdmitted(statistic.purpose) else { return .notAdmitted }
    guard parts.allSatisfy({ $0.profileSources.contains(statistic) }) else { return .noSource }
    return parts.allSatisfy { $0.profile[statistic] != nil } ? nil : .notReleased
  }
}
