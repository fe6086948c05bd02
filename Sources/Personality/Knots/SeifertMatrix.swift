/// The Seifert matrix of the surface that a braid word spans: a disk for each strand and a half-twisted band for each
/// letter.
///
/// The homology has one loop for each pair of consecutive letters of the same column; for a knot that is
/// letters − strands + 1 loops, since a knot uses every column. Entry (a, b) is the linking number of loop a with loop
/// b pushed off the surface.
struct SeifertMatrix: Sendable, Hashable {
  /// The rows; square, possibly empty.
  let rows: [[Int]]

  /// A loop between two consecutive letters of a column.
  private struct Loop {
    let column: Int
    let first: Int
    let firstSign: Int
    let second: Int
    let secondSign: Int
  }

  /// The matrix of a word.
  init(of word: BraidWord) {
    let loops = Self.loops(of: word)
    var rows = loops.map { _ in [Int](repeating: 0, count: loops.count) }
    for (a, loop) in loops.enumerated() {
      rows[a][a] = -(loop.firstSign + loop.secondSign) / 2
      for (b, other) in loops.enumerated() {
        if other.column == loop.column && other.first == loop.second {
          if loop.secondSign > 0 { rows[a][b] = 1 } else { rows[b][a] = -1 }
        } else if other.column == loop.column + 1 {
          rows[a][b] = Self.linking(loop, other)
        }
      }
    }
    self.rows = rows
  }

  /// V + Vᵀ, whose signature is the knot's and whose determinant is the knot's up to sign.
  var symmetrised: [[Int]] {
    var sum = rows
    for i in rows.indices {
      for j in rows.indices { sum[i][j] += rows[j][i] }
    }
    return sum
  }

  private static func loops(of word: BraidWord) -> [Loop] {
    var loops: [Loop] = []
    loops.reserveCapacity(word.letters.count)
    for column in 1..<max(word.strands, 1) {
      var previous: (position: Int, sign: Int)?
      for (position, letter) in word.letters.enumerated() where abs(letter) == column {
        if let previous {
          loops.append(
            Loop(
              column: column, first: previous.position, firstSign: previous.sign, second: position,
              secondSign: letter.signum()))
        }
        previous = (position, letter.signum())
      }
    }
    return loops
  }

  /// Loops of neighbouring columns link when their bands alternate, and not when one lies inside or beside the other.
  private static func linking(_ loop: Loop, _ next: Loop) -> Int {
    if loop.first < next.first && next.first < loop.second && loop.second < next.second { return -1 }
    if next.first < loop.first && loop.first < next.second && next.second < loop.second { return 1 }
    return 0
  }
}

/// The Alexander polynomial by the Seifert matrix: a route that shares nothing with the Burau representation.
///
/// Δ(t) = det(V − tVᵀ). With S = V − Vᵀ, which is unimodular for a knot, that is det S · det(I + (1 − t)·S⁻¹Vᵀ): the
/// characteristic polynomial of one matrix, found through its Hessenberg form modulo 2⁶¹ − 1 and lifted. The lift is
/// exact because the coefficients of a word of at most 60 letters are below 2⁵⁹.
extension SeifertMatrix {
  /// Δ in canonical form, or `nil` when `V − Vᵀ` is singular, which for the closure of a knot it never is.
  func alexanderPolynomial() -> LaurentPolynomial? {
    guard !rows.isEmpty else { return .one }
    var skew = rows.indices.map { i in rows.indices.map { FieldElement(rows[i][$0] - rows[$0][i]) } }
    var product = rows.indices.map { i in rows.indices.map { FieldElement(rows[$0][i]) } }
    guard solve(&skew, &product) else { return nil }
    reduceToHessenberg(&product)
    let characteristic = hessenbergCharacteristicPolynomial(product)
    return canonicalAlexander(substitute(characteristic))
  }

  /// Σ eₖ(1 − t)^k, where eₖ, the elementary symmetric functions of the eigenvalues, are the coefficients of
  /// det(x − M) up to sign.
  private func substitute(_ characteristic: [FieldElement]) -> LaurentPolynomial {
    let degree = characteristic.count - 1
    var result = [FieldElement](repeating: .zero, count: degree + 1)
    for k in (0...degree).reversed() {
      for j in (1...degree).reversed() { result[j] = result[j] - result[j - 1] }
      let coefficient = characteristic[degree - k]
      result[0] = result[0] + (k.isMultiple(of: 2) ? coefficient : .zero - coefficient)
    }
    return LaurentPolynomial(lowest: 0, coefficients: result.map(\.centred))
  }
}

/// Replaces `right` by `left⁻¹·right`; false when `left` is singular.
private func solve(_ left: inout [[FieldElement]], _ right: inout [[FieldElement]]) -> Bool {
  for column in left.indices {
    guard let pivot = (column..<left.count).first(where: { left[$0][column] != .zero }),
      let inverse = left[pivot][column].inverse
    else { return false }
    left.swapAt(pivot, column)
    right.swapAt(pivot, column)
    left[column] = left[column].map { $0 * inverse }
    right[column] = right[column].map { $0 * inverse }
    for row in left.indices where row != column && left[row][column] != .zero {
      let factor = left[row][column]
      left[row] = subtract(factor, times: left[column], from: left[row])
      right[row] = subtract(factor, times: right[column], from: right[row])
    }
  }
  return true
}

private func subtract(_ factor: FieldElement, times source: [FieldElement], from row: [FieldElement]) -> [FieldElement]
{
  zip(row, source).map { $0 - factor * $1 }
}

/// Makes everything below the first subdiagonal zero by similarity transformations.
private func reduceToHessenberg(_ matrix: inout [[FieldElement]]) {
  for column in 0..<max(0, matrix.count - 2) {
    let target = column + 1
    guard let pivot = (target..<matrix.count).first(where: { matrix[$0][column] != .zero }),
      let inverse = matrix[pivot][column].inverse
    else { continue }
    matrix.swapAt(pivot, target)
    for row in matrix.indices { matrix[row].swapAt(pivot, target) }
    for row in (target + 1)..<matrix.count where matrix[row][column] != .zero {
      let factor = matrix[row][column] * inverse
      matrix[row] = subtract(factor, times: matrix[target], from: matrix[row])
      for k in matrix.indices { matrix[k][target] = matrix[k][target] + factor * matrix[k][row] }
    }
  }
}

/// det(x − H), lowest power first, by the recurrence over the leading blocks of a Hessenberg matrix.
private func hessenbergCharacteristicPolynomial(_ matrix: [[FieldElement]]) -> [FieldElement] {
  var blocks: [[FieldElement]] = [[.one]]
  for m in matrix.indices {
    var next = [FieldElement.zero] + blocks[m]
    for (k, c) in blocks[m].enumerated() { next[k] = next[k] - matrix[m][m] * c }
    var chain = FieldElement.one
    for i in stride(from: m - 1, through: 0, by: -1) {
      chain = chain * matrix[i + 1][i]
      let factor = chain * matrix[i][m]
      for (k, c) in blocks[i].enumerated() { next[k] = next[k] - factor * c }
    }
    blocks.append(next)
  }
  return blocks[matrix.count]
}
