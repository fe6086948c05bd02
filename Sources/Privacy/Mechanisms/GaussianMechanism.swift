/// Adds discrete Gaussian noise to every coordinate of an integer vector.
///
/// With L2 sensitivity `B`, noise of `sigma^2` costs `rho = B^2 / (2 sigma^2)` (zCDP). `sigma^2` is rounded up to a
/// whole number of granules squared, so the cost never exceeds what was charged.
package struct GaussianMechanism: Sendable, Hashable {
  /// The square of the L2 sensitivity, in granules.
  package let l2Squared: UInt64
  /// The noise parameter of each coordinate, in granules squared.
  package let sigmaSquared: UInt64
  private let noise: DiscreteGaussian

  /// The mechanism that spends at most `nanoRho`; `nil` when the charge is not positive, the sensitivity is 0, or the
  /// noise would leave the range of the sampler.
  package init?(l2Squared: UInt64, nanoRho: Int64) {
    guard nanoRho > 0 else { return nil }
    let scaled = UInt128(l2Squared) * 500_000_000
    let quotient = (scaled + UInt128(nanoRho) - 1) / UInt128(nanoRho)
    guard let sigmaSquared = UInt64(exactly: quotient) else { return nil }
    self.init(l2Squared: l2Squared, sigmaSquared: sigmaSquared)
  }

  /// The mechanism with a given noise parameter; `nil` as above.
  package init?(l2Squared: UInt64, sigmaSquared: UInt64) {
    guard l2Squared > 0, let noise = DiscreteGaussian(sigmaSquared: sigmaSquared) else { return nil }
    self.l2Squared = l2Squared
    self.sigmaSquared = sigmaSquared
    self.noise = noise
  }

  /// What one release costs, in nano-rho, rounded up; `nil` when that exceeds `Int64`.
  package var nanoRho: Int64? {
    let scaled = UInt128(l2Squared) * 500_000_000
    return Int64(exactly: (scaled + UInt128(sigmaSquared) - 1) / UInt128(sigmaSquared))
  }

  /// The exact sums plus independent noise in *every* coordinate, empty ones included.
  package func release<Source: RandomBits & ~Copyable>(_ exact: [Int64], using source: inout Source) -> [Int64] {
    var noisy = exact
    for index in noisy.indices { noisy[index] += noise.sample(using: &source) }
    return noisy
  }
}
