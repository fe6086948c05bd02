/// The discrete Gaussian on the integers, `P(x)` proportional to `exp(-x^2 / (2 sigma^2))`, for rational `sigma^2`.
///
/// Its variance is at most `sigma^2`; from about `sigma^2 = 1` upwards the difference is below `1e-6`.
package struct DiscreteGaussian: Sendable, Hashable {
  /// Numerator `a` of `sigma^2 = a/b`, at least 1.
  package let numerator: UInt64
  /// Denominator `b` of `sigma^2 = a/b`, at least 1.
  package let denominator: UInt64
  /// What draws are proposed by, of scale `floor(sigma) + 1`.
  private let proposal: DiscreteLaplace

  /// The largest `sigma`, in granules.
  package static let largestSigma: UInt64 = 1 << 20

  /// The distribution of `sigma^2 = numerator / denominator`.
  ///
  /// `nil` when either is 0, when `sigma` exceeds `largestSigma`, or when `(floor(sigma) + 1)^2 b` exceeds 2^56: up to
  /// there a draw of 128 times the scale (probability `exp(-128)`) still fits `UInt128` when it is squared.
  package init?(sigmaSquared numerator: UInt64, over denominator: UInt64 = 1) {
    guard numerator > 0, denominator > 0 else { return nil }
    let whole = numerator / denominator
    guard whole <= Self.largestSigma * Self.largestSigma else { return nil }
    let scale = integerSquareRoot(whole) + 1
    guard UInt128(scale) * UInt128(scale) * UInt128(denominator) <= 1 << 56,
      let proposal = DiscreteLaplace(scale: scale)
    else { return nil }
    self.numerator = numerator
    self.denominator = denominator
    self.proposal = proposal
  }

  /// `sigma^2` as a real number: the variance proxy, and an upper bound of the variance.
  package var sigmaSquared: Double { Double(numerator) / Double(denominator) }

  /// One exact draw, by rejection from the discrete Laplace of scale `floor(sigma) + 1`.
  /// Source: Canonne, Kamath, Steinke (2020), algorithm 3.
  package func sample<Source: RandomBits & ~Copyable>(using source: inout Source) -> Int64 {
    while true {
      let candidate = proposal.sample(using: &source)
      if accepts(candidate.magnitude, scale: proposal.numerator, using: &source) { return candidate }
    }
  }

  private func accepts<Source: RandomBits & ~Copyable>(
    _ magnitude: UInt64, scale: UInt64, using source: inout Source
  ) -> Bool {
    let (a, b, t) = (UInt128(numerator), UInt128(denominator), UInt128(scale))
    let position = UInt128(magnitude) * b * t
    let distance = position > a ? position - a : a - position
    return Bernoulli.exp(distance * distance, 2 * a * b * t * t, using: &source)
  }
}
