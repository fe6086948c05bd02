/// Rounding of what is shown; always the last step.
package enum Rounding {
  /// To three digits, for shares and scores.
  package static func share(_ value: Double) -> Double { thousandths(Int((value * 1_000).rounded())) }

  /// To one digit, for minutes.
  package static func minutes(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// Whole thousandths as a number; the double nearest to the three decimal digits.
  package static func thousandths(_ count: Int) -> Double { Double(count) / 1_000 }

  /// Shares that sum to one, in thousandths that sum to exactly 1,000: each but the last is rounded, the last takes
  /// the rest. Nothing is below zero.
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

  /// A number for people: at most three decimals, no trailing zeros.
  package static func text(_ value: Double) -> String {
    let count = Int((value.magnitude * 1_000).rounded())
    let sign = value < 0 && count > 0 ? "-" : ""
    guard count % 1_000 != 0 else { return "\(sign)\(count / 1_000)" }
    var digits = String(String(count % 1_000 + 1_000).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(count / 1_000).\(digits)"
  }

  /// A count of people with commas, for example `1,250`.
  package static func grouped(_ count: Int) -> String {
    let digits = String(count.magnitude)
    let parts = stride(from: digits.count, to: 0, by: -3).map { end in
      String(digits.dropLast(digits.count - end).suffix(3))
    }
    return (count < 0 ? "-" : "") + parts.reversed().joined(separator: ",")
  }
}
