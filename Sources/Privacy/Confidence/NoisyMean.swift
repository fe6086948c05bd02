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

  /// `(Var(sum) + (x - centre)^2 Var(count)) / n^2`: the noise alone.
  package var noiseVariance: Double {
    let offset = value - centre
    return (sumVariance + offset * offset * countVariance) / (people * people)
  }

  /// The largest variance that values of this mean can have between people: `(U - x)(x - L)`.
  ///
  /// A noisy mean may lie at an end of the range where the true one does not. Within a standard deviation of the noise
  /// from an end the mean is taken to be that far from it, so that the variance is 0 only without noise.
  package var largestVariance: Double {
    let middle = (range.lowerBound + range.upperBound) / 2
    let reach = Swift.min(noiseVariance.squareRoot(), range.upperBound - middle)
    let mean = Swift.min(Swift.max(value, range.lowerBound + reach), range.upperBound - reach)
    return (range.upperBound - mean) * (mean - range.lowerBound)
  }

  /// Noise and sampling together, `sqrt(v / n + noise)`, with the largest variance between people.
  package var standardError: Double { standardError(variance: largestVariance) }

  /// The same with another variance between people, at most the largest.
  package func standardError(variance: Double) -> Double {
    (Swift.min(variance, largestVariance) / people + noiseVariance).squareRoot()
  }
}
