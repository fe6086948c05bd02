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

  /// The mean age of what is averaged after one more release: `(1-w) (previous + gap)`, 0 for the first.
  ///
  /// Times the most a field drifts in a period it is how far the average may lag behind; with a gap of one period it
  /// settles at `(1-w)/w`.
  ///
  /// - Parameters:
  ///   - previous: the mean age before, in periods; nil for the first release.
  ///   - gap: periods from the release before.
  package func meanAge(previous: Double?, gap: Double) -> Double {
    guard case .exponential(let weight) = self, let previous else { return 0 }
    return (1 - weight) * (previous + gap)
  }

  /// The average after one more release.
  package func average(newest: Double, previous: Double?) -> Double {
    guard case .exponential(let weight) = self, let previous else { return newest }
    return weight * newest + (1 - weight) * previous
  }
}
