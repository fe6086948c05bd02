/// A polynomial in `t` and `t⁻¹` with integer coefficients, kept modulo 2⁶⁴.
///
/// Addition and multiplication wrap. Reduction modulo 2⁶⁴ is a ring homomorphism, so a chain of sums and products is
/// exact as soon as the coefficients of its *last* result fit `Int64`, whatever happened in between. The invariants of
/// a closed braid of at most `BraidWord.maximumLetters` letters do: the absolute coefficients of Jones and Alexander
/// sum to at most 2^(letters − 1).
///
/// The form is canonical: no zero at either end, and the zero polynomial has no coefficients and `lowest` 0. Equal
/// values are equal polynomials.
package struct LaurentPolynomial: Sendable, Hashable {
  /// Exponent of the first coefficient; 0 for the zero polynomial.
  package let lowest: Int
  /// Coefficients from `lowest` upwards, without a zero at either end.
  package let coefficients: [Int64]

  /// The polynomial whose coefficients, from exponent `lowest` upwards, are given; zeros at the ends are cut off.
  package init(lowest: Int, coefficients: [Int64]) {
    guard let first = coefficients.firstIndex(where: { $0 != 0 }),
      let last = coefficients.lastIndex(where: { $0 != 0 })
    else {
      self.lowest = 0
      self.coefficients = []
      return
    }
    self.lowest = lowest + first
    self.coefficients = first == 0 && last == coefficients.count - 1 ? coefficients : Array(coefficients[first...last])
  }

  /// `coefficient · t^exponent`.
  package init(_ coefficient: Int64, exponent: Int = 0) {
    self.init(lowest: exponent, coefficients: [coefficient])
  }

  /// The polynomial 0.
  package static let zero = LaurentPolynomial(0)
  /// The polynomial 1.
  package static let one = LaurentPolynomial(1)

  /// True for the polynomial 0.
  package var isZero: Bool { coefficients.isEmpty }
  /// Largest exponent; 0 for the zero polynomial.
  package var highest: Int { isZero ? 0 : lowest + coefficients.count - 1 }
  /// `highest − lowest`; 0 for the zero polynomial.
  package var span: Int { highest - lowest }

  /// The coefficient of `t^exponent`.
  package subscript(exponent: Int) -> Int64 {
    let index = exponent - lowest
    return index >= 0 && index < coefficients.count ? coefficients[index] : 0
  }

  /// The polynomial times `t^exponent`.
  package func shifted(by exponent: Int) -> LaurentPolynomial {
    isZero ? self : LaurentPolynomial(lowest: lowest + exponent, coefficients: coefficients)
  }

  /// The polynomial with `t⁻¹` for `t`: what mirroring a knot does to its Jones polynomial.
  package var mirrored: LaurentPolynomial {
    isZero ? self : LaurentPolynomial(lowest: -highest, coefficients: coefficients.reversed())
  }

  /// The sums of the coefficients whose exponents leave the remainders `0..<modulus`, with `modulus` at least 1.
  ///
  /// They give the value at every root of unity of that order without complex arithmetic.
  package func residueSums(modulo modulus: Int) -> [Int64] {
    var sums = [Int64](repeating: 0, count: modulus)
    for (index, coefficient) in coefficients.enumerated() {
      let remainder = (lowest + index) % modulus
      sums[remainder < 0 ? remainder + modulus : remainder] &+= coefficient
    }
    return sums
  }

  /// The value at `t = 1`.
  package var atOne: Int64 { coefficients.reduce(0, &+) }

  /// The value at `t = −1`.
  package var atMinusOne: Int64 {
    let sums = residueSums(modulo: 2)
    return sums[0] &- sums[1]
  }
}

extension LaurentPolynomial {
  /// The sum, modulo 2⁶⁴ in each coefficient.
  package static func + (left: LaurentPolynomial, right: LaurentPolynomial) -> LaurentPolynomial {
    combine(left, right, &+)
  }

  /// The difference, modulo 2⁶⁴ in each coefficient.
  package static func - (left: LaurentPolynomial, right: LaurentPolynomial) -> LaurentPolynomial {
    combine(left, right, &-)
  }

  /// The negative, modulo 2⁶⁴ in each coefficient.
  package static prefix func - (polynomial: LaurentPolynomial) -> LaurentPolynomial {
    LaurentPolynomial(lowest: polynomial.lowest, coefficients: polynomial.coefficients.map { 0 &- $0 })
  }

  /// The product, modulo 2⁶⁴ in each coefficient.
  package static func * (left: LaurentPolynomial, right: LaurentPolynomial) -> LaurentPolynomial {
    if left.isZero || right.isZero { return .zero }
    let (a, b) = (left.coefficients, right.coefficients)
    var product = [Int64](repeating: 0, count: a.count + b.count - 1)
    product.withUnsafeMutableBufferPointer { target in
      for i in 0..<a.count where a[i] != 0 {
        for j in 0..<b.count { target[i + j] &+= a[i] &* b[j] }
      }
    }
    return LaurentPolynomial(lowest: left.lowest + right.lowest, coefficients: product)
  }

  /// The quotient by a monic polynomial, or `nil` when a remainder is left.
  ///
  /// A monic divisor needs no division of coefficients, so the result is exact modulo 2⁶⁴ as well.
  package func divided(byMonic divisor: LaurentPolynomial) -> LaurentPolynomial? {
    guard divisor.coefficients.last == 1 else { return nil }
    if isZero { return self }
    guard span >= divisor.span else { return nil }
    var rest = coefficients
    var quotient = [Int64](repeating: 0, count: span - divisor.span + 1)
    for k in quotient.indices.reversed() {
      let factor = rest[k + divisor.span]
      quotient[k] = factor
      for (j, c) in divisor.coefficients.enumerated() { rest[k + j] &-= factor &* c }
    }
    guard rest.allSatisfy({ $0 == 0 }) else { return nil }
    return LaurentPolynomial(lowest: lowest - divisor.lowest, coefficients: quotient)
  }

  private static func combine(
    _ left: LaurentPolynomial, _ right: LaurentPolynomial, _ operation: (Int64, Int64) -> Int64
  ) -> LaurentPolynomial {
    if right.isZero { return left }
    if left.isZero {
      return LaurentPolynomial(lowest: right.lowest, coefficients: right.coefficients.map { operation(0, $0) })
    }
    let lowest = min(left.lowest, right.lowest)
    var result = [Int64](repeating: 0, count: max(left.highest, right.highest) - lowest + 1)
    for (index, c) in left.coefficients.enumerated() { result[left.lowest - lowest + index] = c }
    let offset = right.lowest - lowest
    for (index, c) in right.coefficients.enumerated() { result[offset + index] = operation(result[offset + index], c) }
    return LaurentPolynomial(lowest: lowest, coefficients: result)
  }
}

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
