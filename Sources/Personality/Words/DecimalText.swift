import Glibc

/// Numbers as text, with a full stop in every locale.
package enum DecimalText {
  /// A number in `[0, 1000]` with two decimals.
  package static func twoDecimals(_ value: Double) -> String {
    let hundredths = Int((min(1000, max(0, value)) * 100).rounded())
    return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
  }

  /// A number in `[0, 1]`: two decimals from 0.01 upwards, two significant digits with an exponent below.
  package static func probability(_ value: Double) -> String {
    guard value > 0, value < 0.01 else { return twoDecimals(value) }
    var exponent = Int(floor(log10(value)))
    var tenths = Int((value * pow(10, Double(-exponent)) * 10).rounded())
    if tenths >= 100 { (tenths, exponent) = (tenths / 10, exponent + 1) }
    return "\(tenths / 10).\(tenths % 10)e\(exponent)"
  }
}

extension Compatibility {
  /// Both numbers: `<phi|rho|phi> = 0.31 over 5 qubits; 0.79 per qubit`.
  package var formula: String {
    let count = terms.count == 1 ? "1 qubit" : "\(terms.count) qubits"
    return "<phi|rho|phi> = \(DecimalText.probability(fidelity)) over \(count); "
      + "\(DecimalText.twoDecimals(score)) per qubit"
  }
}
