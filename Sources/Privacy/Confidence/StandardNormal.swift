import Glibc

/// The standard normal distribution.
package enum StandardNormal {
  /// `Phi(x) = erfc(-x / sqrt 2) / 2`.
  package static func cdf(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
  /// The two-sided 95 % quantile used for every published interval.
  package static let quantile95 = 1.96
}
