/// The determinant of a square matrix of Laurent polynomials, without a division.
///
/// Bird's algorithm: X₁ = A and Xₖ₊₁ = μ(Xₖ)·A, where μ keeps what is above the diagonal and puts −Σ_{j>i} Xⱼⱼ at
/// place (i, i); the determinant is (−1)^(m−1) times the first entry of X_m. It uses ring operations only, so wrapping
/// integers give the exact determinant modulo 2⁶⁴. R. S. Bird, Information Processing Letters 111 (2011).
///
/// - Parameter matrix: The rows, all as long as there are rows. The determinant of no rows is 1.
func birdDeterminant(_ matrix: [[LaurentPolynomial]]) -> LaurentPolynomial {
  guard matrix.count > 1 else { return matrix.first?.first ?? .one }
  if matrix.count == 3 { return determinantOfThree(matrix) }
  var power = matrix
  for _ in 1..<matrix.count { power = multiply(upper: strictUpperWithSuffixDiagonal(power), by: matrix) }
  return matrix.count.isMultiple(of: 2) ? -power[0][0] : power[0][0]
}

/// The determinant of three rows written out: the case of the personality braids, which have four strands.
private func determinantOfThree(_ rows: [[LaurentPolynomial]]) -> LaurentPolynomial {
  func minor(_ i: Int, _ j: Int) -> LaurentPolynomial { rows[1][i] * rows[2][j] - rows[1][j] * rows[2][i] }
  return rows[0][0] * minor(1, 2) - rows[0][1] * minor(0, 2) + rows[0][2] * minor(0, 1)
}

/// Bird's μ.
private func strictUpperWithSuffixDiagonal(_ matrix: [[LaurentPolynomial]]) -> [[LaurentPolynomial]] {
  var result = matrix
  var suffix = LaurentPolynomial.zero
  for i in matrix.indices.reversed() {
    for j in 0..<i { result[i][j] = .zero }
    result[i][i] = -suffix
    suffix = suffix + matrix[i][i]
  }
  return result
}

/// The product of an upper triangular matrix and any other.
private func multiply(upper: [[LaurentPolynomial]], by matrix: [[LaurentPolynomial]]) -> [[LaurentPolynomial]] {
  var product = upper
  for i in matrix.indices {
    for j in matrix.indices {
      product[i][j] = (i..<matrix.count).reduce(LaurentPolynomial.zero) { $0 + upper[i][$1] * matrix[$1][j] }
    }
  }
  return product
}

/// A residue modulo the Mersenne prime 2⁶¹ − 1.
struct FieldElement: Sendable, Hashable {
  /// The prime.
  static let prime: UInt64 = (1 << 61) - 1
  /// The residue, below `prime`.
  let residue: UInt64

  /// The residue of a small integer.
  init(_ integer: Int) {
    let remainder = integer % Int(Self.prime)
    residue = UInt64(remainder < 0 ? remainder + Int(Self.prime) : remainder)
  }

  private init(below2To62 value: UInt64) { residue = value >= Self.prime ? value - Self.prime : value }

  /// The residue 0.
  static let zero = FieldElement(0)
  /// The residue 1.
  static let one = FieldElement(1)

  /// The integer of least absolute value with this residue.
  var centred: Int64 { residue > Self.prime / 2 ? Int64(residue) - Int64(Self.prime) : Int64(residue) }

  /// The sum.
  static func + (a: FieldElement, b: FieldElement) -> FieldElement { FieldElement(below2To62: a.residue + b.residue) }

  /// The difference.
  static func - (a: FieldElement, b: FieldElement) -> FieldElement {
    FieldElement(below2To62: a.residue + (prime - b.residue))
  }

  /// The product: 2⁶¹ is 1, so the high part of the 122-bit product is added to the low part.
  static func * (a: FieldElement, b: FieldElement) -> FieldElement {
    let (high, low) = a.residue.multipliedFullWidth(by: b.residue)
    return FieldElement(below2To62: (low & prime) + (high << 3 | low >> 61))
  }

  /// The inverse, or `nil` for 0; by Fermat's theorem.
  var inverse: FieldElement? {
    if residue == 0 { return nil }
    var (result, base, exponent) = (FieldElement.one, self, Self.prime - 2)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base }
      base = base * base
      exponent >>= 1
    }
    return result
  }
}
