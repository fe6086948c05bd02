import Foundation

/// Bounds of a probability from how often it came true, each missed with a chance of at most `alpha`.
///
/// Source: Clopper and Pearson (1934): the lower bound is the p under which `successes` or more have the chance `alpha`, the
/// upper one that under which so many or fewer do.
struct ClopperPearson {
  let lower: Double
  let upper: Double

  init(successes: Int, of trials: Int, alpha: Double) {
    let (won, lost) = (Double(successes), Double(trials - successes))
    lower = successes == 0 ? 0 : Self.bisect { Self.incompleteBeta($0, won, lost + 1) < alpha }
    upper = successes == trials ? 1 : Self.bisect { Self.incompleteBeta($0, won + 1, lost) < 1 - alpha }
  }

  /// The p up to which `holds` is true.
  private static func bisect(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if holds(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// The regularised incomplete beta function: the chance of at least `a` successes in `a + b - 1` trials.
  /// Source: Abramowitz and Stegun 26.5.8, a continued fraction, evaluated as Lentz does.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    var (c, d) = (1.0, 1 / (1 - (a + b) * x / (a + 1)))
    var fraction = d
    for step in 1...10_000 {
      let m = Double(step)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / (1 + term * d)
        c = 1 + term / c
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-15 { break }
    }
    return front * fraction
  }
}
