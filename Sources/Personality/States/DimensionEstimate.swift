import Privacy

/// A dimension of a segment as it is published.
package struct DimensionEstimate: Sendable, Hashable {
  /// The tolerance that `confidence` speaks of.
  package static let tolerance = 0.05

  /// The circular mean, in `[0, 1]`.
  package let value: Double
  /// The circular standard deviation of the people, in the unit of `value`.
  package let standardDeviation: Double
  /// Noise and sampling in `value`: √(sd² + (1 − |r|²)/n)/(π|r|), the sampling part being the largest possible.
  package let standardError: Double
  /// What smoothing may add to the error of `value`.
  package let allowance: Double

  /// The estimate of a qubit; `nil` when the crowd is split.
  ///
  /// - Parameters:
  ///   - qubit: The released state.
  ///   - people: Noisy number of people, at least 1.
  package init?(_ qubit: Qubit, people: Double) {
    guard let value = qubit.value, let deviation = qubit.standardDeviation else { return nil }
    let length = qubit.length
    self.value = value
    standardDeviation = deviation
    let variance = qubit.noise * qubit.noise + (1 - length * length) / max(1, people)
    standardError = variance.squareRoot() / (Double.pi * length)
    allowance = qubit.allowance * (abs(qubit.x) + abs(qubit.y)) / (Double.pi * length * length)
  }

  /// The probability that `value` is within 0.05 of the truth, in `[0, 1]`.
  package var confidence: Double {
    Confidence.within(tolerance: Self.tolerance, standardError: standardError, bias: allowance)
  }

  /// The 95 % interval of `value`, within `[0, 1]`.
  package var interval: ClosedRange<Double> {
    let half = Confidence.halfWidth95(standardError: standardError, bias: allowance)
    return max(0, value - half)...min(1, value + half)
  }
}
