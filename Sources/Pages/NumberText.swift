/// Numbers as people read them.
package enum NumberText {
  /// A number with so many digits behind the point, thousands apart.
  package static func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    guard value.isFinite, abs(value) * scale < 1e18 else { return "\(value)" }
    let scaled = Int64((abs(value) * scale).rounded())
    let whole = grouped(scaled / Int64(scale))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard digits > 0 else { return sign + whole }
    let fraction = String(scaled % Int64(scale))
    return sign + whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// A number with at most three digits behind the point; one that is smaller than they show is "under 0.001".
  package static func brief(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
    let thousandths = Int((abs(value) * 1_000).rounded())
    if thousandths == 0, value != 0 { return "under 0.001" }
    var fraction = String(thousandths % 1_000)
    fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return (value < 0 ? "-" : "") + "\(thousandths / 1_000)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// The same, but a number that three digits do not show has three significant ones: 0.000748.
  package static func fine(_ value: Double) -> String {
    guard value.isFinite, value != 0, abs(value) < 0.0995 else { return brief(value) }
    var (digits, scaled) = (3, abs(value))
    while scaled < 0.1, digits < 12 { (digits, scaled) = (digits + 1, scaled * 10) }
    var text = fixed(value, digits)
    while text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? "0" : text
  }

  /// A whole number, thousands apart.
  package static func grouped(_ value: some BinaryInteger) -> String {
    let digits = String(value.magnitude)
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// Milliseconds with three significant digits or more.
  package static func milliseconds(_ value: Double) -> String {
    fixed(value, value < 1 ? 3 : value < 100 ? 2 : 1) + " ms"
  }

  /// A share in per cent, as it is written: 99, 99.9.
  package static func percentile(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
  }

  /// Text filled up with blanks on its left, for columns.
  package static func padded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
