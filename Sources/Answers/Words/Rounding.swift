import Glibc

/// Rounding of what is shown; always the last step.
package enum Rounding {
  /// To three decimals, for shares and scores.
  package static func share(_ value: Double) -> Double { thousandths(Int((value * 1_000).rounded())) }

  /// To one decimal, for minutes.
  package static func minutes(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// To three significant digits, for what falls below a thousandth as a matter of course. 0 for what is not above 0.
  package static func significant(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let scale = pow(10, 2 - floor(log10(value)))
    return (value * scale).rounded() / scale
  }

  /// Whole thousandths as a number; the double nearest to the three decimals.
  package static func thousandths(_ count: Int) -> Double { Double(count) / 1_000 }

  /// Shares rounded to thousandths that sum to exactly one. Each but the last is rounded by itself, and to no more than
  /// the ones before it leave; the last is what remains. None is below zero.
  /// - Parameter values: shares that sum to one before rounding.
  package static func shares(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [] }
    var left = 1_000
    var rounded: [Double] = []
    for value in values.dropLast() {
      let count = min(left, max(0, Int((value * 1_000).rounded())))
      left -= count
      rounded.append(thousandths(count))
    }
    return rounded + [thousandths(left)]
  }

  /// A percentage of a share that is already rounded.
  package static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
