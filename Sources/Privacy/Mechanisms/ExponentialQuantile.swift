/// The `p/q` quantile on a public grid by the exponential mechanism, with integers only.
///
/// `loss(c) = abs((q - p) #(x < c) - p #(x > c))` has sensitivity `max(p, q - p)`; a grid point is drawn uniformly and
/// accepted with probability `exp(-epsilon (loss - least loss) / (2 sensitivity))`. Costs `rho = epsilon^2 / 8`.
package struct ExponentialQuantile: Sendable, Hashable {
  private let p: UInt32
  private let q: UInt32
  private let epsilonNumerator: UInt32
  private let epsilonDenominator: UInt32

  /// The mechanism for quantile `p/q`, `0 < p < q`, and `epsilon = numerator/denominator`; `nil` otherwise.
  package init?(quantile p: UInt32, over q: UInt32, epsilon numerator: UInt32, over denominator: UInt32) {
    guard p > 0, p < q, numerator > 0, denominator > 0 else { return nil }
    self.p = p
    self.q = q
    epsilonNumerator = numerator
    epsilonDenominator = denominator
  }

  /// What one release costs, in nano-rho, rounded up; `nil` when that exceeds `Int64`.
  package var nanoRho: Int64? {
    let square = UInt128(epsilonNumerator) * UInt128(epsilonNumerator) * 125_000_000
    let divisor = UInt128(epsilonDenominator) * UInt128(epsilonDenominator)
    return Int64(exactly: (square + divisor - 1) / divisor)
  }

  /// One exact draw of a grid point; `nil` for an empty grid.
  package func release<Source: RandomBits & ~Copyable>(
    _ values: [Int64], grid: [Int64], using source: inout Source
  ) -> Int64? {
    let losses = grid.map { loss(at: $0, values: values) }
    guard let least = losses.min() else { return nil }
    let denominator = UInt128(epsilonDenominator) * 2 * UInt128(Swift.max(p, q - p))
    while true {
      let index = Int(source.below(UInt128(grid.count)))
      let excess = UInt128(epsilonNumerator) * UInt128(losses[index] - least)
      if Bernoulli.exp(excess, denominator, using: &source) { return grid[index] }
    }
  }

  private func loss(at point: Int64, values: [Int64]) -> UInt64 {
    var (below, above): (Int64, Int64) = (0, 0)
    for value in values {
      if value < point { below += 1 }
      if value > point { above += 1 }
    }
    return (Int64(q - p) * below - Int64(p) * above).magnitude
  }
}
