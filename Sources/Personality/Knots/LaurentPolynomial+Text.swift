extension LaurentPolynomial: CustomStringConvertible {
  /// The polynomial in `t`, lowest exponent first, without spaces: `t+t^3-t^4`, `2*t^(-1)-3`, `0`.
  package var description: String {
    if isZero { return "0" }
    var text = ""
    for (index, coefficient) in coefficients.enumerated() where coefficient != 0 {
      if coefficient < 0 { text += "-" } else if !text.isEmpty { text += "+" }
      text += Self.term(coefficient.magnitude, exponent: lowest + index)
    }
    return text
  }

  private static func term(_ magnitude: UInt64, exponent: Int) -> String {
    let power: String
    switch exponent {
    case 0: return "\(magnitude)"
    case 1: power = "t"
    case ..<0: power = "t^(\(exponent))"
    default: power = "t^\(exponent)"
    }
    return magnitude == 1 ? power : "\(magnitude)*\(power)"
  }
}
