/// Rounding of what is shown; always the last step.
package enum Rounding {
  /// To three decimals, for shares and scores.
  package static func share(_ value: Double) -> Double { thousandths(Int((value * 1_000).rounded())) }

  /// To one decimal, for minutes.
  package static func minutes(_ value: Double) -> Double { (value * 10).rounded() / 10 }

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
