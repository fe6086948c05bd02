import Glibc

/// The discrete Laplace distribution of rational scale `s/t`: `P(x) = (1-q)/(1+q) q^|x|`, `q = exp(-t/s)`.
package struct DiscreteLaplace: Sendable, Hashable {
  /// Numerator `s` of the scale, at least 1.
  package let numerator: UInt64
  /// Denominator `t` of the scale, at least 1.
  package let denominator: UInt64

  /// The distribution of scale `numerator / denominator`; `nil` when either is 0.
  package init?(scale numerator: UInt64, over denominator: UInt64 = 1) {
    guard numerator > 0, denominator > 0 else { return nil }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// One exact draw. Source: Canonne, Kamath, Steinke (2020), algorithm 2.
  package func sample<Source: RandomBits & ~Copyable>(using source: inout Source) -> Int64 {
    while true {
      let magnitude = drawMagnitude(using: &source)
      let negative = source.coin()
      if negative && magnitude == 0 { continue }
      return negative ? -Int64(magnitude) : Int64(magnitude)
    }
  }

  private func drawMagnitude<Source: RandomBits & ~Copyable>(using source: inout Source) -> UInt128 {
    let scale = UInt128(numerator)
    var remainder = source.below(scale)
    while !Bernoulli.expOfFraction(remainder, scale, using: &source) { remainder = source.below(scale) }
    var whole: UInt128 = 0
    while Bernoulli.expOfFraction(1, 1, using: &source) { whole += 1 }
    return (remainder + scale * whole) / UInt128(denominator)
  }

  private var decay: Double { Glibc.exp(-Double(denominator) / Double(numerator)) }

  /// `2q / (1-q)^2`.
  package var variance: Double { 2 * decay / ((1 - decay) * (1 - decay)) }

  /// The probability of `value`.
  package func probability(of value: Int64) -> Double {
    (1 - decay) / (1 + decay) * Glibc.pow(decay, Double(value.magnitude))
  }

  /// The accuracy `a` at `alpha`: noise reaches `a` in magnitude with probability at most `alpha`, interpolated
  /// between integers as `s/t ln(2 / (alpha (exp(t/s) + 1))) + 1`.
  package func accuracy(alpha: Double) -> Double {
    let scale = Double(numerator) / Double(denominator)
    return scale * Glibc.log(2 / (alpha * (Glibc.exp(1 / scale) + 1))) + 1
  }
}
