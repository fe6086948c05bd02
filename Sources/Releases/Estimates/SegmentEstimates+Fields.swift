import Privacy

/// A noisy number of people and the variance of its noise.
private typealias NoisyPeople = (count: Double, variance: Double)

extension SegmentEstimates {
  /// The value of a field with its error, or why there is none.
  ///
  /// - Parameter leastConfidence: the confidence below which the value is withheld; 0 gives it whatever its error,
  ///   as a prior for a session.
  package func outcome(of field: DailyField, leastConfidence: Double = Quantity.leastConfidence) -> EstimateOutcome<
    Quantity
  > {
    if let reason = obstacle(to: field.statistic, for: field.purpose) { return .withheld(reason) }
    let made = field.lengthIndex == nil ? mean(of: field) : fraction(of: field)
    guard let quantity = made else { return .withheld(.noSource) }
    return quantity.confidence >= leastConfidence ? .released(quantity) : .withheld(.lowConfidence)
  }

  /// The number of people with a dwell: the total of the visit lengths, whose three fractions sum to one for each of
  /// them. It carries the noise of all three.
  private var dwellPeople: NoisyPeople? {
    guard let lengths = sums(of: .visitLengths) else { return nil }
    return (lengths.values.reduce(0, +), Double(lengths.values.count) * lengths.variance)
  }

  private func divisor(of field: DailyField) -> NoisyPeople? {
    if field == .averageDwellTime { return dwellPeople }
    guard let counts = sums(of: .eligiblePeople) else { return nil }
    return (counts.values[field.purpose.index], counts.variance)
  }

  private func mean(of field: DailyField) -> Quantity? {
    guard let scale = field.statistic.scale, let sums = sums(of: field.statistic), let people = divisor(of: field)
    else {
      return nil
    }
    let mean = NoisyMean(
      sum: sums.values[0], sumVariance: sums.variance, count: people.count, countVariance: people.variance,
      centre: scale.centre, range: scale.range)
    let (slope, offset) = field.line
    let variance = variance(of: mean, field.statistic, scale)?.cautious
    let error = variance.map(mean.standardError) ?? mean.standardError
    return quantity(field, value: slope * mean.value + offset, error: slope.magnitude * error)
  }

  /// The variance between people of what a mean is made from; `nil` where it is not released.
  private func variance(
    of mean: NoisyMean, _ statistic: DailyStatistic, _ scale: StatisticScale
  ) -> NoisyVariance? {
    guard let squares = statistic.secondMoment.flatMap(sums) else { return nil }
    return NoisyVariance(
      of: mean, squares: squares.values[0], squaresVariance: squares.variance, halfRange: scale.halfRange)
  }

  /// One visit-length fraction `x`. With bins `S_j` of total `T`, `dx = ((1 - x) dS - x (sum of the other dS)) / T`.
  private func fraction(of field: DailyField) -> Quantity? {
    guard let index = field.lengthIndex, let lengths = sums(of: .visitLengths), let people = dwellPeople else {
      return nil
    }
    let clamped = lengths.values.map { max(0, $0) }
    let total = clamped.reduce(0, +)
    guard total > 0 else { return nil }
    let x = clamped[index] / total
    let count = max(1, people.count)
    let noise = lengths.variance * ((1 - x) * (1 - x) + Double(clamped.count - 1) * x * x) / (count * count)
    var made = quantity(field, value: x, error: (Self.largestVariance(x, noise: noise) / count + noise).squareRoot())
    made.vectorLength = clamped.count
    return made
  }

  /// `x (1 - x)`, and within a standard deviation of the noise from 0 or 1 what it is that far from it.
  static func largestVariance(_ share: Double, noise: Double) -> Double {
    let reach = min(noise.squareRoot(), 0.5)
    let mean = min(max(share, reach), 1 - reach)
    return mean * (1 - mean)
  }

  private func quantity(_ field: DailyField, value: Double, error: Double) -> Quantity {
    let range = field.range
    var quantity = Quantity(
      value: min(max(value, range.lowerBound), range.upperBound), standardError: error,
      bias: field.largestDrift * smoothingAge, tolerance: field.tolerance, range: range)
    quantity.isEstimated = isDwellEstimated && field.restsOnDwell
    quantity.bound = quantity.isEstimated ? field.boundWhereEstimated : nil
    return quantity
  }
}
