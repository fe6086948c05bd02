/// Signature and determinant of a symmetric integer matrix, exactly.
struct Inertia: Sendable, Hashable {
  /// Number of positive minus number of negative squares.
  let signature: Int
  /// The determinant; 0 when the matrix is singular.
  let determinant: Int128

  /// Eliminates in 64-bit integers, and once more in 128-bit ones where those do not suffice.
  /// - Throws: `KnotError.overflow` when a minor or a product of two does not fit 128 bits.
  init(of matrix: [[Int]]) throws(KnotError) {
    if let short = SymmetricElimination<Int64>(matrix) {
      (signature, determinant) = (short.signature, Int128(short.determinant))
    } else if let long = SymmetricElimination<Int128>(matrix) {
      (signature, determinant) = (long.signature, long.determinant)
    } else {
      throw .overflow
    }
  }
}

/// Fraction-free symmetric elimination (Bareiss) in integers of fixed width, with pivoting.
///
/// Every entry on the way is a minor of the matrix, so every division leaves no remainder. Successive pivots p are
/// leading minors; the sign of p·(pivot before) is the sign of a square. When the rest has a zero diagonal, adding one
/// row and column to another makes a pivot without changing either result.
private struct SymmetricElimination<Number: FixedWidthInteger & SignedInteger> {
  private(set) var signature = 0
  private(set) var determinant: Number = 1

  /// The rest of the matrix, row by row; what has been eliminated stays behind.
  private var entries: [Number]
  private let size: Int
  /// Rows and columns of the rest.
  private var rest: [Int]
  private var hasOverflown = false

  /// Eliminates everything; `nil` when a minor or a product of two does not fit the width.
  init?(_ matrix: [[Int]]) {
    size = matrix.count
    entries = matrix.flatMap { row in row.map { Number(truncatingIfNeeded: $0) } }
    rest = Array(matrix.indices)
    while !rest.isEmpty {
      guard let pivot = preparePivot() else {
        determinant = 0
        break
      }
      let value = self[pivot, pivot]
      signature += (value > 0) == (determinant > 0) ? 1 : -1
      eliminate(pivot)
      determinant = value
      if hasOverflown { return nil }
    }
  }

  private subscript(row: Int, column: Int) -> Number {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  /// A row whose diagonal entry is not zero, made first if need be; `nil` when the rest is zero.
  private mutating func preparePivot() -> Int? {
    if let found = rest.first(where: { self[$0, $0] != 0 }) { return found }
    for i in rest {
      guard let j = rest.first(where: { self[i, $0] != 0 }) else { continue }
      for k in rest { self[i, k] = sum(self[i, k], self[j, k]) }
      for k in rest { self[k, i] = sum(self[k, i], self[k, j]) }
      return i
    }
    return nil
  }

  /// Takes the pivot's row and column out and replaces every entry left by the next minor.
  private mutating func eliminate(_ pivot: Int) {
    rest.removeAll { $0 == pivot }
    let value = self[pivot, pivot]
    let divisor = ExactDivisor(determinant)
    for (position, i) in rest.enumerated() {
      let factor = self[i, pivot]
      for j in rest[position...] {
        let minor = difference(product(value, self[i, j]), product(factor, self[pivot, j]))
        let quotient = divisor.divide(minor)
        self[i, j] = quotient
        self[j, i] = quotient
      }
    }
  }

  private mutating func product(_ a: Number, _ b: Number) -> Number { note(a.multipliedReportingOverflow(by: b)) }
  private mutating func sum(_ a: Number, _ b: Number) -> Number { note(a.addingReportingOverflow(b)) }
  private mutating func difference(_ a: Number, _ b: Number) -> Number { note(a.subtractingReportingOverflow(b)) }

  private mutating func note(_ result: (partialValue: Number, overflow: Bool)) -> Number {
    hasOverflown = hasOverflown || result.overflow
    return result.partialValue
  }
}

/// Division without remainder by multiplication: the odd part of the divisor has an inverse modulo the word size, and
/// the true quotient fits, so the product is that quotient.
private struct ExactDivisor<Number: FixedWidthInteger & SignedInteger> {
  private let shift: Int
  private let inverse: Number

  /// - Parameter divisor: Not 0.
  init(_ divisor: Number) {
    shift = divisor.trailingZeroBitCount
    let odd = divisor >> shift
    // Right in three bits, since odd squares are 1 modulo 8; each step of Newton's method doubles their number.
    var inverse = odd
    var bits = 3
    while bits < Number.bitWidth {
      inverse = inverse &* (2 &- odd &* inverse)
      bits *= 2
    }
    self.inverse = inverse
  }

  /// The quotient of a multiple.
  func divide(_ multiple: Number) -> Number { (multiple >> shift) &* inverse }
}
