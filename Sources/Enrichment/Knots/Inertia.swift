/// Signature and determinant of a symmetric integer matrix, exactly.
struct Inertia: Sendable, Hashable {
  /// Number of positive minus number of negative squares.
  let signature: Int
  /// The determinant; 0 when the matrix is singular.
  let determinant: Int128

  /// Fraction-free symmetric elimination (Bareiss) in 128-bit integers with pivoting.
  ///
  /// Every entry on the way is a minor of the matrix, so no fraction and no rounding appears. Successive pivots p are
  /// leading minors; the sign of p·(pivot before) is the sign of a square. When the rest has a zero diagonal, adding
  /// one row and column to another makes a pivot without changing either result.
  /// - Throws: `KnotError.overflow` when a minor or a product of two does not fit 128 bits.
  init(of matrix: [[Int]]) throws(KnotError) {
    var rest = matrix.map { row in row.map { Int128($0) } }
    var previous: Int128 = 1
    var signature = 0
    while !rest.isEmpty {
      guard let pivot = try Self.preparePivot(&rest) else {
        self.signature = signature
        determinant = 0
        return
      }
      let value = rest[pivot][pivot]
      signature += (value > 0) == (previous > 0) ? 1 : -1
      rest = try Self.eliminate(pivot, from: rest, dividing: previous)
      previous = value
    }
    self.signature = signature
    determinant = previous
  }

  /// The index of a non-zero diagonal entry, made first if need be; `nil` when the matrix is zero.
  private static func preparePivot(_ matrix: inout [[Int128]]) throws(KnotError) -> Int? {
    if let found = matrix.indices.first(where: { matrix[$0][$0] != 0 }) { return found }
    for i in matrix.indices {
      guard let j = matrix.indices.first(where: { matrix[i][$0] != 0 }) else { continue }
      for k in matrix.indices { matrix[i][k] = try sum(matrix[i][k], matrix[j][k]) }
      for k in matrix.indices { matrix[k][i] = try sum(matrix[k][i], matrix[k][j]) }
      return i
    }
    return nil
  }

  /// The matrix without the pivot's row and column, every entry replaced by the next minor.
  private static func eliminate(
    _ pivot: Int, from matrix: [[Int128]], dividing previous: Int128
  ) throws(KnotError) -> [[Int128]] {
    let kept = matrix.indices.filter { $0 != pivot }
    let value = matrix[pivot][pivot]
    var result: [[Int128]] = []
    for i in kept {
      var row: [Int128] = []
      for (column, j) in kept.enumerated() {
        if column < result.count {
          row.append(result[column][result.count])
          continue
        }
        let minor = try difference(product(value, matrix[i][j]), product(matrix[i][pivot], matrix[pivot][j]))
        row.append(minor / previous)
      }
      result.append(row)
    }
    return result
  }

  private static func product(_ a: Int128, _ b: Int128) throws(KnotError) -> Int128 {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw .overflow }
    return value
  }

  private static func sum(_ a: Int128, _ b: Int128) throws(KnotError) -> Int128 {
    let (value, overflow) = a.addingReportingOverflow(b)
    if overflow { throw .overflow }
    return value
  }

  private static func difference(_ a: Int128, _ b: Int128) throws(KnotError) -> Int128 {
    let (value, overflow) = a.subtractingReportingOverflow(b)
    if overflow { throw .overflow }
    return value
  }
}
