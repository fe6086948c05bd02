/// The Alexander polynomial of a closed braid by the reduced Burau representation.
///
/// det(I − ψ(β)) = (1 + t + … + t^(n−1))·Δ(t) up to ±t^k, where ψ(σᵢ) is the identity but for row i, which is
/// (…, t, −t, 1, …) around the diagonal, and ψ(σᵢ⁻¹) has (…, 1, −t⁻¹, t⁻¹, …) there.
enum BurauRepresentation {
  /// Δ in canonical form, or `nil` when the closure is a link whose polynomial has no canonical sign.
  static func alexanderPolynomial(of word: BraidWord) -> LaurentPolynomial? {
    var matrix = image(of: word)
    for i in matrix.indices {
      for j in matrix.indices { matrix[i][j] = (i == j ? .one : .zero) - matrix[i][j] }
    }
    let cyclotomic = LaurentPolynomial(lowest: 0, coefficients: Array(repeating: 1, count: word.strands))
    return birdDeterminant(matrix).divided(byMonic: cyclotomic).flatMap(canonicalAlexander)
  }

  /// ψ(word): a multiplication by a generator changes three columns.
  static func image(of word: BraidWord) -> [[LaurentPolynomial]] {
    let size = word.strands - 1
    var matrix = (0..<size).map { i in (0..<size).map { $0 == i ? LaurentPolynomial.one : .zero } }
    for letter in word.letters {
      let column = abs(letter) - 1
      let (left, own, right) = letter > 0 ? (1, 1, 0) : (0, -1, -1)
      for row in matrix.indices {
        let value = matrix[row][column]
        if value.isZero { continue }
        if column > 0 { matrix[row][column - 1] = matrix[row][column - 1] + value.shifted(by: left) }
        if column + 1 < size { matrix[row][column + 1] = matrix[row][column + 1] + value.shifted(by: right) }
        matrix[row][column] = -value.shifted(by: own)
      }
    }
    return matrix
  }
}

/// The one of ±t^k·Δ with lowest exponent 0 and value 1 at `t = 1`; `nil` when that value is not ±1, which only links
/// can have.
func canonicalAlexander(_ polynomial: LaurentPolynomial) -> LaurentPolynomial? {
  let atOne = polynomial.atOne
  guard atOne == 1 || atOne == -1 else { return nil }
  let shifted = polynomial.shifted(by: -polynomial.lowest)
  return atOne == 1 ? shifted : -shifted
}
