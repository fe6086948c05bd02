@testable import Personality

extension BraidWord {
  /// The word followed by positive letters that make its closure a knot: one for each component beyond the first.
  ///
  /// A transposition of two strands of different cycles merges the cycles and never splits one, so one sweep over the
  /// neighbouring positions ends in a single cycle with the least number of letters.
  /// - Throws: `KnotError.letters` when there is no room for them.
  func mergedIntoKnot() throws(KnotError) -> BraidWord {
    var word = self
    for position in 0..<(strands - 1) {
      let cycle = word.cycleOfPosition
      if cycle[position] != cycle[position + 1] {
        word = BraidWord(unchecked: word.letters + [position + 1], strands: strands)
      }
    }
    return try BraidWord(word.letters, strands: strands)
  }

  /// A word whose closure is the connected sum of both closures.
  /// - Throws: `KnotError.strands` or `.letters` when the sum is too large.
  func connectedSum(_ other: BraidWord) throws(KnotError) -> BraidWord {
    let shift = strands - 1
    return try BraidWord(letters + other.letters.map { $0 + shift * $0.signum() }, strands: shift + other.strands)
  }

  /// `w · word · w⁻¹`, whose closure is the same.
  /// - Throws: `KnotError.letters` or `.letter`.
  func conjugated(by letters: [Int]) throws(KnotError) -> BraidWord {
    try BraidWord(letters + self.letters + letters.reversed().map { -$0 }, strands: strands)
  }

  /// The word on one strand more, ending in the new generator or, when `sign` is negative, its inverse; its closure
  /// is the same.
  /// - Throws: `KnotError.strands` or `.letters`.
  func stabilised(sign: Int) throws(KnotError) -> BraidWord {
    try BraidWord(letters + [sign < 0 ? -strands : strands], strands: strands + 1)
  }
}

extension TraitLevels {
  /// Sum of the absolute levels: no more crossing changes than this are needed to unknot the closure.
  var pronounced: Int { levels.reduce(0) { $0 + abs($1) } }
}
