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
  ///
  /// Every entry has room for the exponents from −(inverse letters) to the number of positive letters, which no
  /// product of the generators leaves.
  static func image(of word: BraidWord) -> [[LaurentPolynomial]] {
    let size = word.strands - 1
    let lowest = -word.letters.count { $0 < 0 }
    let width = word.letters.count + 1
    var entries = [Int64](repeating: 0, count: size * size * width)
    for i in 0..<size { entries[(i * size + i) * width - lowest] = 1 }
    entries.withUnsafeMutableBufferPointer { entries in
      for letter in word.letters {
        for row in 0..<size { multiply(entries, row: row * size * width, width: width, size: size, by: letter) }
      }
    }
    return (0..<size).map { i in
      (0..<size).map { j in
        let start = (i * size + j) * width
        return LaurentPolynomial(lowest: lowest, coefficients: Array(entries[start..<(start + width)]))
      }
    }
  }

  /// Multiplies one row by a generator; `row` is where its first entry begins.
  private static func multiply(
    _ entries: UnsafeMutableBufferPointer<Int64>, row: Int, width: Int, size: Int, by letter: Int
  ) {
    let column = abs(letter) - 1
    let own = row + column * width
    // The way through an entry is against the shift, so that what is read has not been written.
    if letter > 0 {
      for k in (0..<width).reversed() {
        let (value, lower) = (entries[own + k], k > 0 ? entries[own + k - 1] : 0)
        if column > 0 { entries[own - width + k] &+= lower }
        if column + 1 < size { entries[own + width + k] &+= value }
        entries[own + k] = 0 &- lower
      }
    } else {
      for k in 0..<width {
        let (value, higher) = (entries[own + k], k + 1 < width ? entries[own + k + 1] : 0)
        if column > 0 { entries[own - width + k] &+= value }
        if column + 1 < size { entries[own + width + k] &+= higher }
        entries[own + k] = 0 &- higher
      }
    }
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
