/// The Jones polynomial of a closed braid by states of the Temperley–Lieb algebra.
///
/// With u = −t^½: σ ↦ u − u²U, σ⁻¹ ↦ u⁻¹ − u⁻²U, a closed loop counts u + u⁻¹, and V is the Markov trace. This is the
/// Kauffman bracket with the writhe already divided out, so no fourth roots appear. The factor u^writhe is kept apart:
/// each letter then multiplies by 1 − u^±1·U. Normalisation: the unknot has 1, the right-handed trefoil t + t³ − t⁴.
struct JonesState: ~Copyable {
  private let table: TemperleyLiebTable
  /// Number of exponents each matching has room for: two for each letter, and 0.
  private let width: Int
  /// Exponent of the first column.
  private let lowest: Int
  private var coefficients: [Int64]
  /// Exponents that can be non-zero so far.
  private var low = 0
  private var high = 0

  /// The Jones polynomial in `t`.
  /// - Throws: `KnotError.components` when the closure is a link of an even number of components, whose polynomial
  ///   has half-integer exponents.
  static func polynomial(of word: BraidWord) throws(KnotError) -> LaurentPolynomial {
    var state = JonesState(word)
    for letter in word.letters { state.multiply(by: letter) }
    let trace = state.trace().shifted(by: word.writhe)
    var halved = [Int64](repeating: 0, count: trace.span / 2 + 1)
    for (index, coefficient) in trace.coefficients.enumerated() where coefficient != 0 {
      guard trace.lowest.isMultiple(of: 2), index.isMultiple(of: 2) else { throw .components(word.components) }
      halved[index / 2] = coefficient
    }
    return LaurentPolynomial(lowest: trace.lowest / 2, coefficients: halved)
  }

  private init(_ word: BraidWord) {
    table = .table(strands: word.strands)
    width = 2 * word.letters.count + 1
    lowest = -2 * word.letters.count { $0 < 0 }
    coefficients = Array(repeating: 0, count: table.count * width)
    coefficients[-lowest] = 1
  }

  /// Multiplies by 1 − u^s·U, in place.
  ///
  /// A matching that holds the loop already is multiplied by 1 − u^s(u + u⁻¹) = −u^2s; all others keep what they have
  /// and hand −u^s times it to their image, which holds the loop.
  private mutating func multiply(by letter: Int) {
    let sign = letter.signum()
    let targets = table.targets[abs(letter) - 1]
    let range = (low - lowest)...(high - lowest)
    let width = width
    coefficients.withUnsafeMutableBufferPointer { rows in
      for source in targets.indices where targets[source] == source {
        Self.negate(rows, row: source * width, range, shiftedBy: 2 * sign)
      }
      for source in targets.indices where targets[source] != source {
        let (from, to) = (source * width, targets[source] * width + sign)
        for k in range { rows[to + k] &-= rows[from + k] }
      }
    }
    if sign > 0 { high += 2 } else { low -= 2 }
  }

  /// Replaces a row by −u^shift times it, for a shift of two places up or down.
  private static func negate(
    _ rows: UnsafeMutableBufferPointer<Int64>, row: Int, _ range: ClosedRange<Int>, shiftedBy shift: Int
  ) {
    if shift > 0 {
      for k in range.reversed() { rows[row + k + shift] = 0 &- rows[row + k] }
      for k in range.lowerBound..<(range.lowerBound + shift) { rows[row + k] = 0 }
    } else {
      for k in range { rows[row + k + shift] = 0 &- rows[row + k] }
      for k in (range.upperBound + shift + 1)...range.upperBound { rows[row + k] = 0 }
    }
  }

  /// Glues above to below: a matching with k loops counts (u + u⁻¹)^(k−1).
  private func trace() -> LaurentPolynomial {
    let most = table.closureLoops.max() ?? 1
    // Horner's rule by falling number of loops; u + u⁻¹ moves one place either way, and a place is kept at both ends
    // for each loop.
    var total = [Int64](repeating: 0, count: width + 2 * most)
    for loops in (1...most).reversed() {
      var next = [Int64](repeating: 0, count: total.count)
      for k in 1..<(total.count - 1) { next[k] = total[k - 1] &+ total[k + 1] }
      for matching in 0..<table.count where table.closureLoops[matching] == loops {
        let row = matching * width
        for k in (low - lowest)...(high - lowest) { next[most + k] &+= coefficients[row + k] }
      }
      total = next
    }
    return LaurentPolynomial(lowest: lowest - most, coefficients: total)
  }
}
