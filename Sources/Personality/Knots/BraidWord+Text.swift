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
