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
