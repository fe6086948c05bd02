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
