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

  /// Multiplies by 1 − u^s·U: a matching that holds the loop already gets −u^s(u + u⁻¹) times itself.
  private mutating func multiply(by letter: Int) {
    let sign = letter.signum()
    let targets = table.targets[abs(letter) - 1]
    let old = coefficients
    let (first, last) = (low - lowest, high - lowest)
    coefficients.withUnsafeMutableBufferPointer { new in
      old.withUnsafeBufferPointer { old in
        for source in targets.indices {
          let (from, to) = (source * width, targets[source] * width)
          for k in first...last {
            let value = old[from + k]
            if value == 0 { continue }
            if targets[source] == source {
              new[to + k] &-= value
              new[to + k + 2 * sign] &-= value
            } else {
              new[to + k + sign] &-= value
            }
          }
        }
      }
    }
    if sign > 0 { high += 2 } else { low -= 2 }
  }

  /// Glues above to below: a matching with k loops counts (u + u⁻¹)^(k−1).
  private func trace() -> LaurentPolynomial {
    var byLoops: [Int: LaurentPolynomial] = [:]
    for matching in 0..<table.count {
      let row = Array(coefficients[(matching * width)..<((matching + 1) * width)])
      byLoops[table.closureLoops[matching], default: .zero] =
        byLoops[table.closureLoops[matching], default: .zero] + LaurentPolynomial(lowest: lowest, coefficients: row)
    }
    let loop = LaurentPolynomial(lowest: -1, coefficients: [1, 0, 1])
    var total = LaurentPolynomial.zero
    for loops in (1...(byLoops.keys.max() ?? 1)).reversed() {
      total = total * loop + byLoops[loops, default: .zero]
    }
    return total
  }
}
