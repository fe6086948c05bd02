/// Averaging a cell's own releases over epochs; post-processing, so it costs no budget.
package enum Smoothing: Sendable, Hashable {
  /// Every answer is computed from one release.
  case none
  /// Exponentially weighted mean with the weight of the newest release, in `(0, 1]`.
  case exponential(newest: Double)

  /// The variance after one more release, as a multiple of one release's: `w^2 + (1-w)^2 v`.
  package func varianceFactor(previous: Double?) -> Double {
    guard case .exponential(let weight) = self, let previous else { return 1 }
    return weight * weight + (1 - weight) * (1 - weight) * previous
  }

  /// The bias allowance of a field that drifts by at most `maxDrift` an epoch: `maxDrift (1-w)/w`, 0 without smoothing.
  package func biasAllowance(maxDrift: Double) -> Double {
    guard case .exponential(let weight) = self else { return 0 }
    return maxDrift * (1 - weight) / weight
  }
}
