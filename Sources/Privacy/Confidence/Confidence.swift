import Glibc

/// What a published `confidence` means: the probability that the released value is within a tolerance of the truth.
package enum Confidence {
  /// `Phi((tol - b)/SE) + Phi((tol + b)/SE) - 1`, at least 0.
  ///
  /// - Parameters:
  ///   - tolerance: the published tolerance of the field, in its unit.
  ///   - standardError: noise and sampling together; with 0 the answer is 1 or 0.
  ///   - bias: allowance for the lag of smoothing, 0 without smoothing.
  /// - Returns: 0 when an argument is not a number or the standard error is negative.
  package static func within(tolerance: Double, standardError: Double, bias: Double = 0) -> Double {
    guard standardError >= 0, tolerance >= 0, bias >= 0 else { return 0 }
    guard standardError > 0 else { return tolerance >= bias ? 1 : 0 }
    let sum =
      StandardNormal.cdf((tolerance - bias) / standardError) + StandardNormal.cdf((tolerance + bias) / standardError)
    return Swift.max(0, sum - 1)
  }

  /// The probability that a comparison of an estimate with a threshold is right: `Phi(abs(x - t) / SE)`, `[.5, 1]`.
  package static func comparison(value: Double, threshold: Double, standardError: Double) -> Double {
    let distance = (value - threshold).magnitude
    guard standardError > 0 else { return distance > 0 ? 1 : 0.5 }
    return StandardNormal.cdf(distance / standardError)
  }

  /// Half the width of the 95 % interval: `1.96 SE + b`.
  package static func halfWidth95(standardError: Double, bias: Double = 0) -> Double {
    StandardNormal.quantile95 * standardError + bias
  }

  /// Half the width of one of `count` intervals that hold together 95 times in 100.
  package static func jointHalfWidth95(of count: Int, standardError: Double, bias: Double = 0) -> Double {
    StandardNormal.jointQuantile95(of: count) * standardError + bias
  }

  /// The same of `count` directions, each a share of half a turn: `asin(pi z SE) / pi + b`, at most 1.
  ///
  /// Noise moves a vector along straight lines. A direction at the angle `d` from the noisy vector `r` is possible while
  /// `|r| sin d` is within `z` deviations, and none can be ruled out once a right angle is; far out the arc is longer
  /// than the line. Source: Fieller (1954).
  package static func jointHalfWidth95(
    ofDirections count: Int, standardError: Double, bias: Double = 0
  ) -> Double {
    let across = StandardNormal.jointQuantile95(of: count) * Double.pi * standardError
    return across < 1 ? asin(across) / Double.pi + bias : 1
  }

  /// The delta method: `sqrt(sum (df/dx_j)^2 SE_j^2)` of a function of independent estimates.
  package static func propagated(_ terms: [(derivative: Double, standardError: Double)]) -> Double {
    terms.reduce(0) { $0 + $1.derivative * $1.derivative * $1.standardError * $1.standardError }.squareRoot()
  }
}
