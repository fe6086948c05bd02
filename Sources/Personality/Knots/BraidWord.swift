/// A word in the generators of a braid group: `i` stands for σᵢ and `−i` for its inverse, read left to right.
///
/// `+i` is a positive crossing of the closure whose strands run in parallel; the closure of `[1, 1, 1]` is the
/// right-handed trefoil.
package struct BraidWord: Sendable, Hashable {
  /// Number of strands, 1 to `maximumStrands`.
  package let strands: Int
  /// The letters; each between `1 − strands` and `strands − 1`, never 0.
  package let letters: [Int]

  /// Most strands: 8, which makes 1,430 planar matchings for the Jones polynomial.
  package static let maximumStrands = 8
  /// Most letters: with 60, every coefficient is below 2⁵⁹ and fits both `Int64` and the prime field.
  package static let maximumLetters = 60

  /// Checks and keeps a word.
  ///
  /// - Parameters:
  ///   - letters: The letters; empty is the trivial braid.
  ///   - strands: The number of strands; by default the fewest the letters allow.
  /// - Throws: `KnotError.strands`, `.letters` or `.letter`.
  package init(_ letters: [Int], strands: Int? = nil) throws(KnotError) {
    let largest = letters.map(\.magnitude).max() ?? 0
    let strands = strands ?? Int(min(largest, 1 << 20)) + 1
    guard (1...Self.maximumStrands).contains(strands) else { throw .strands(strands, most: Self.maximumStrands) }
    guard letters.count <= Self.maximumLetters else {
      throw .letters(letters.count, most: Self.maximumLetters)
    }
    for (position, letter) in letters.enumerated() where letter == 0 || letter.magnitude >= strands.magnitude {
      throw .letter(letter, position: position, strands: strands)
    }
    self.strands = strands
    self.letters = letters
  }

  /// A word known to be valid.
  init(unchecked letters: [Int], strands: Int) {
    self.strands = strands
    self.letters = letters
  }

  /// Sum of the signs of the letters. It belongs to the word and not to the knot.
  package var writhe: Int { letters.reduce(0) { $0 + $1.signum() } }

  /// The word of the mirror image: every crossing changed.
  package var mirrored: BraidWord { BraidWord(unchecked: letters.map { -$0 }, strands: strands) }

  /// The same letters in the opposite order: the closure with its orientation reversed.
  package var reversed: BraidWord { BraidWord(unchecked: letters.reversed(), strands: strands) }

  /// Where the strand that starts at each position (from 0) ends.
  package var permutation: [Int] {
    var strandAt = Array(0..<strands)
    for letter in letters { strandAt.swapAt(abs(letter) - 1, abs(letter)) }
    var end = [Int](repeating: 0, count: strands)
    for (position, strand) in strandAt.enumerated() { end[strand] = position }
    return end
  }

  /// Number of components of the closure: the cycles of `permutation`; 1 means a knot.
  package var components: Int { Set(cycleOfPosition).count }

  /// For each position, the number (from 0) of the cycle of `permutation` it lies in.
  var cycleOfPosition: [Int] {
    let permutation = permutation
    var cycle = [Int](repeating: -1, count: strands)
    var count = 0
    for start in 0..<strands where cycle[start] < 0 {
      var position = start
      while cycle[position] < 0 {
        cycle[position] = count
        position = permutation[position]
      }
      count += 1
    }
    return cycle
  }
}

extension BraidWord {
  /// Reads letters between blanks, commas or brackets: `1 -2 1 -2`, `[1, 1, 1]`.
  ///
  /// - Parameters:
  ///   - text: The letters; without any it is the trivial braid.
  ///   - strands: The number of strands; by default the fewest the letters allow.
  /// - Throws: `KnotError.text` for what is not an integer, and the errors of `init(_:strands:)`.
  package init(text: String, strands: Int? = nil) throws(KnotError) {
    var letters: [Int] = []
    for part in text.split(whereSeparator: { $0.isWhitespace || ",[]".contains($0) }) {
      guard let letter = Int(part) else { throw .text(String(part.prefix(40)), position: letters.count) }
      letters.append(letter)
    }
    try self.init(letters, strands: strands)
  }
}
