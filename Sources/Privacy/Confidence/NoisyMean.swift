/// A mean made from two noisy integers: the sum of centred, quantised values and a number of people.
///
/// `mean = clamp(centre + sum / max(1, count))`; dividing is post-processing, so the mean needs no noise of its own.
package struct NoisyMean: Sendable, Hashable {
  /// Noisy sum of `value - centre`, in units of the value.
  package var sum: Double
  /// Variance of the noise in `sum`.
  package var sumVariance: Double
  /// Noisy number of people.
  package var count: Double
  /// Variance of the noise in `count`.
  package var countVariance: Double
  /// What was subtracted from every value.
  package var centre: Double
  /// The range of the value.
  package var range: ClosedRange<Double>

  /// A mean from its parts.
  package init(
    sum: Double, sumVariance: Double, count: Double, countVariance: Double, centre: Double, range: ClosedRange<Double>
  ) {
    self.sum = sum
    self.sumVariance = sumVariance
    self.count = count
    self.countVariance = countVariance
    self.centre = centre
    self.range = range
  }

  /// The number of people used as divisor: at least 1.
  package var people: Double { Swift.max(1, count) }

  /// The estimate, within the range.
  package var value: Double { Swift.min(Swift.max(centre + sum / people, range.lowerBound), range.upperBound) }

  /// The largest variance that a value of this mean can have between people: `(U - x)(x - L)`.
  package var largestVariance: Double { (range.upperBound - value) * (value - range.lowerBound) }

  /// `(Var(sum) + (x - centre)^2 Var(count)) / n^2`: the noise alone.
  package var noiseVariance: Double {
    let offset = value - centre
    return (sumVariance + offset * offset * countVariance) / (people * people)
  }

  /// Noise and worst-case sampling together: `sqrt(v / n + noise)`.
  package var standardError: Double { (largestVariance / people + noiseVariance).squareRoot() }
}
