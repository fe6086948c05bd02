/// Adds discrete Laplace noise to a count; pure differential privacy.
///
/// With L1 sensitivity `s` and `epsilon = p/q`, the noise has scale `s q / p` and costs `rho = epsilon^2 / 2`.
package struct LaplaceMechanism: Sendable, Hashable {
  /// Numerator of epsilon.
  package let epsilonNumerator: UInt32
  /// Denominator of epsilon.
  package let epsilonDenominator: UInt32
  /// The noise distribution.
  package let noise: DiscreteLaplace

  /// The mechanism for a given L1 sensitivity; `nil` when any parameter is 0.
  package init?(sensitivity: UInt32, epsilon numerator: UInt32, over denominator: UInt32) {
    guard denominator > 0 else { return nil }
    guard let noise = DiscreteLaplace(scale: UInt64(sensitivity) * UInt64(denominator), over: UInt64(numerator)) else {
      return nil
    }
    self.epsilonNumerator = numerator
    self.epsilonDenominator = denominator
    self.noise = noise
  }

  /// What one release costs, in nano-rho, rounded up; `nil` when that exceeds `Int64`.
  package var nanoRho: Int64? {
    let square = UInt128(epsilonNumerator) * UInt128(epsilonNumerator) * 500_000_000
    let divisor = UInt128(epsilonDenominator) * UInt128(epsilonDenominator)
    return Int64(exactly: (square + divisor - 1) / divisor)
  }

  /// The exact count plus noise.
  package func release<Source: RandomBits & ~Copyable>(_ exact: Int64, using source: inout Source) -> Int64 {
    exact + noise.sample(using: &source)
  }
}
