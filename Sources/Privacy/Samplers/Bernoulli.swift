/// Exact Bernoulli draws for rational probabilities and for `exp` of a negative rational, with integers only.
///
/// Source: Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithm 1.
/// Products of a denominator and a small counter are formed in `UInt128`; an overflow traps.
enum Bernoulli {
  /// True with probability `numerator / denominator`; `numerator <= denominator`, `denominator >= 1`.
  static func ratio<Source: RandomBits & ~Copyable>(
    _ numerator: UInt128, _ denominator: UInt128, using source: inout Source
  ) -> Bool {
    source.below(denominator) < numerator
  }

  /// True with probability `exp(-numerator / denominator)` for a fraction of at most 1.
  static func expOfFraction<Source: RandomBits & ~Copyable>(
    _ numerator: UInt128, _ denominator: UInt128, using source: inout Source
  ) -> Bool {
    var trial: UInt128 = 1
    while ratio(numerator, denominator * trial, using: &source) { trial += 1 }
    return trial & 1 == 1
  }

  /// True with probability `exp(-numerator / denominator)` for any non-negative fraction.
  static func exp<Source: RandomBits & ~Copyable>(
    _ numerator: UInt128, _ denominator: UInt128, using source: inout Source
  ) -> Bool {
    var rest = numerator
    while rest > denominator {
      guard expOfFraction(1, 1, using: &source) else { return false }
      rest -= denominator
    }
    return expOfFraction(rest, denominator, using: &source)
  }
}
