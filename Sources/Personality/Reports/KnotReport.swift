/// A braid word with the invariants of its closure, for others to check.
package struct KnotReport: Sendable, Hashable {
  /// The word.
  package let word: BraidWord
  /// The invariants of its closure.
  package let invariants: KnotInvariants

  /// Computes a word's invariants, the Alexander polynomial by both routes.
  /// - Throws: As `KnotInvariants.init(of:)`, and `KnotError.identity` when the two routes differ.
  package init(of word: BraidWord) throws(KnotError) {
    self.word = word
    invariants = try KnotInvariants(of: word)
    guard try KnotInvariants.alexanderBySeifertMatrix(of: word) == invariants.alexander else {
      throw .identity("Burau and Seifert give the same Delta")
    }
  }

  /// Reads a word such as `1 -2 1 -2`; no letters are the trivial braid on one strand.
  /// - Throws: As `BraidWord.init(text:strands:)` and `init(of:)`.
  package init(text: String) throws(KnotError) {
    try self.init(of: BraidWord(text: text))
  }
}

extension KnotReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case braid, strands, writhe
  }

  /// The word as a list of letters, its strands and writhe, and beside them the invariants.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(word.letters, forKey: .braid)
    try container.encode(word.strands, forKey: .strands)
    try container.encode(word.writhe, forKey: .writhe)
    try invariants.encode(to: encoder)
  }
}
