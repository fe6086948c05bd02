/// The variance of a value between people, made from the noisy sums of the value and of its square.
///
/// With `u = (x - centre)/H` in `[-1, 1]` for a half range `H`, the squares are summed about one half, and
/// `v = H^2 (1/2 + squares/n - mean(u)^2)`, at least 0. Post-processing of two releases, so it needs no noise of its own.
package struct NoisyVariance: Sendable, Hashable {
  /// The variance, at least 0, in squared units of the value.
  package let value: Double
  /// Standard deviation of the noise in it, by the delta method.
  package let noiseDeviation: Double

  /// A variance from its parts.
  ///
  /// - Parameters:
  ///   - mean: the mean of the value.
  ///   - squares: noisy sum of `u^2 - 1/2`.
  ///   - squaresVariance: variance of the noise in that sum.
  ///   - halfRange: H, in units of the value; above 0.
  package init(of mean: NoisyMean, squares: Double, squaresVariance: Double, halfRange: Double) {
    let people = mean.people
    let offset = (mean.value - mean.centre) / halfRange
    let scale = halfRange * halfRange
    let square = squares / people
    value = Swift.max(0, scale * (0.5 + square - offset * offset))
    let ofMean = 2 * offset / halfRange
    let ofCount = square - 2 * offset * offset
    let noise = squaresVariance + ofMean * ofMean * mean.sumVariance + ofCount * ofCount * mean.countVariance
    noiseDeviation = scale * noise.squareRoot() / people
  }

  /// What an interval reckons with: the variance and one standard deviation of its noise.
  package var cautious: Double { value + noiseDeviation }
}
