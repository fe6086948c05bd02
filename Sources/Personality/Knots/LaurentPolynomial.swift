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
