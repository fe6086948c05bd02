import Glibc

/// Conversion between `rho`-zCDP and `(epsilon, delta)`.
///
/// `delta = min over a > 1 of exp((a-1)(a rho - epsilon) + a ln(1 - 1/a)) / (a-1)`: Canonne, Kamath, Steinke (2020),
/// proposition 12, tighter than `rho + 2 sqrt(rho ln(1/delta))`.
package enum ZCDPConversion {
  /// The least `delta` of `(epsilon, delta)` that `rho` implies, at most 1.
  ///
  /// - Returns: 0 when `rho` is 0; `nil` for a negative or non-finite argument.
  package static func delta(rho: Double, epsilon: Double) -> Double? {
    guard rho >= 0, rho.isFinite, epsilon >= 0, epsilon.isFinite else { return nil }
    guard rho > 0 else { return 0 }
    return Swift.min(1, exp(logDelta(rho: rho, epsilon: epsilon)))
  }

  /// The least `epsilon` of `(epsilon, delta)` that `rho` implies, to about `1e-12`.
  ///
  /// - Returns: 0 when `rho` is 0; `nil` when `rho` is negative or not finite, or `delta` not inside `(0, 1)`.
  package static func epsilon(rho: Double, delta: Double) -> Double? {
    guard rho >= 0, rho.isFinite, delta > 0, delta < 1 else { return nil }
    guard rho > 0 else { return 0 }
    let target = log(delta)
    guard logDelta(rho: rho, epsilon: 0) > target else { return 0 }
    let ceiling = rho + 2 * (rho * -target).squareRoot()
    return bisect(from: 0, to: ceiling) { logDelta(rho: rho, epsilon: $0) <= target }
  }

  /// The greatest `rho` that still implies `(epsilon, delta)`, to about `1e-12` relative.
  ///
  /// - Returns: `nil` when `epsilon` is not positive and finite, or `delta` not inside `(0, 1)`.
  package static func rho(epsilon: Double, delta: Double) -> Double? {
    guard epsilon > 0, epsilon.isFinite, delta > 0, delta < 1 else { return nil }
    let target = log(delta)
    var ceiling = epsilon
    while logDelta(rho: ceiling, epsilon: epsilon) <= target { ceiling *= 2 }
    return bisect(from: 0, to: ceiling) { $0 > 0 && logDelta(rho: $0, epsilon: epsilon) > target }
  }

  /// The least point of an interval from which `holds` is true, for a predicate that turns true once.
  private static func bisect(from lower: Double, to upper: Double, _ holds: (Double) -> Bool) -> Double {
    var (low, high) = (lower, upper)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if holds(middle) { high = middle } else { low = middle }
    }
  }

  private static func logDelta(rho: Double, epsilon: Double) -> Double {
    let order = bestOrder(rho: rho, epsilon: epsilon)
    return (order - 1) * (order * rho - epsilon) + order * log1p(-1 / order) - log(order - 1)
  }

  /// The zero of the derivative `(2a - 1) rho - epsilon + ln(1 - 1/a)`, which increases in `a`.
  private static func bestOrder(rho: Double, epsilon: Double) -> Double {
    let slope = { (order: Double) in (2 * order - 1) * rho - epsilon + log1p(-1 / order) }
    var ceiling = 2.0
    while slope(ceiling) < 0 { ceiling *= 2 }
    return bisect(from: 1, to: ceiling) { slope($0) >= 0 }
  }
}
