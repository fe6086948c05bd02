import Glibc

/// The standard normal distribution.
package enum StandardNormal {
  /// `Phi(x) = erfc(-x / sqrt 2) / 2`.
  package static func cdf(_ x: Double) -> Double { erfc(-x / 2.0.squareRoot()) / 2 }
  /// The two-sided 95 % quantile used for every published interval.
  package static let quantile95 = 1.96

  /// The two-sided quantile at which `count` intervals hold together 95 times in 100, however they depend on each other:
  /// each misses in at most `.05 / count` (Bonferroni). 1.96 for one.
  package static func jointQuantile95(of count: Int) -> Double {
    guard count > 1 else { return quantile95 }
    let miss = 0.05 / Double(count)
    var (low, high) = (quantile95, 40.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) > miss { low = middle } else { high = middle }
    }
    return high
  }

  /// The density at `x`.
  package static func density(_ x: Double) -> Double { exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
}
