/// Why a braid word has no knot invariants.
package enum KnotError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Fewer than one or more than `most` strands.
  case strands(Int, most: Int)
  /// More than `most` letters.
  case letters(Int, most: Int)
  /// The letter at `position` (from 0) is 0 or names no generator of the braid group on `strands` strands.
  case letter(Int, position: Int, strands: Int)
  /// What stands for the letter at `position` (from 0) is not an integer.
  case text(String, position: Int)
  /// The closure is a link of this many components, and not a knot.
  case components(Int)
  /// An intermediate integer of the elimination does not fit 128 bits.
  case overflow
  /// An identity that holds for every knot failed: the computation, and not the word, is at fault.
  case identity(String)

  /// What is wrong and what is allowed.
  package var description: String {
    switch self {
    case .strands(let count, let most):
      "a braid has 1 to \(most) strands, not \(count)"
    case .letters(let count, let most):
      "a braid word has at most \(most) letters, not \(count)"
    case .letter(let letter, let position, let strands):
      "letter \(letter) at position \(position): on \(strands) strands a letter is a non-zero integer from "
        + "\(1 - strands) to \(strands - 1)"
    case .text(let text, let position):
      "\"\(text)\" at position \(position) is not an integer; a braid word is like 1 -2 1 -2"
    case .components(let count):
      "the closure is a link of \(count) components; only a knot (one component) has these invariants"
    case .overflow:
      "an intermediate integer of the signature does not fit 128 bits; give a shorter braid word"
    case .identity(let identity):
      "the identity \(identity), which holds for every knot, failed"
    }
  }
}
