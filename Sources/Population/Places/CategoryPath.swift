/// The path of a venue in a tree of categories, prepared for matching: case-folded segments, and the words in them
/// without regard to singular and plural, apostrophes and "and".
package struct CategoryPath: Sendable, Hashable {
  /// The segments from the root down, lower case, without surrounding spaces; empty for a venue without a category.
  package let segments: [String]
  /// The words of each segment, see `words(of:)`.
  let words: [[String]]

  /// Reads a path whose segments are separated by `>`. A root that the path itself does not begin with is put first.
  package init(_ path: String, root: String = "") {
    var segments = path.lowercased().split(separator: ">").map(Self.trimmed).filter { !$0.isEmpty }
    let root = Self.trimmed(root.lowercased()[...])
    if !root.isEmpty, segments.first != root { segments.insert(root, at: 0) }
    self.segments = segments
    words = segments.map(Self.words)
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// The words of a lower-case text, for comparison: runs of letters and digits in the singular; an apostrophe divides
  /// no word, and "and" is no word, so that `Arts & Entertainment` and `Arts and Entertainment` are one name.
  static func words(of text: some StringProtocol) -> [String] {
    String(text).filter { $0 != "'" && $0 != "\u{2019}" }.split { !$0.isLetter && !$0.isNumber }.map(singular)
      .filter { $0 != "and" }
  }

  /// A word without the ending of a plural. It need not be a word of the language: both sides of a comparison go
  /// through it.
  private static func singular(_ word: Substring) -> String {
    if word.count > 4, word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    if ["ches", "shes", "sses", "xes"].contains(where: word.hasSuffix) { return String(word.dropLast(2)) }
    let isPlural = word.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
    return String(isPlural ? word.dropLast() : word)
  }

  /// The name of the root for comparison: its words, one space between; `nil` for a venue without a category.
  package var root: String? { words.first?.joined(separator: " ") }

  /// Whether the words of `phrase` (lower case) follow each other anywhere in the path, in singular or plural.
  package func mentions(_ phrase: String) -> Bool { Self.hold(words.flatMap(\.self), Self.words(of: phrase)) }

  /// Whether the words of one segment are those of `name` (lower case) and no others, in singular or plural.
  package func hasSegment(named name: String) -> Bool {
    let name = Self.words(of: name)
    return words.contains(name)
  }

  /// Whether a text of words holds others in a row.
  static func hold(_ words: [String], _ phrase: [String]) -> Bool {
    guard !phrase.isEmpty, words.count >= phrase.count else { return false }
    return (0...words.count - phrase.count).contains { words[$0..<$0 + phrase.count].elementsEqual(phrase) }
  }

  /// Whether a segment is `name`, or begins with it and goes on with letters that did not survive an encoding.
  package func hasSegment(_ name: String, damagedAfter prefix: String? = nil) -> Bool {
    segments.contains { segment in
      if segment == name { return true }
      guard let prefix, segment.hasPrefix(prefix), segment.count > prefix.count else { return false }
      return segment.dropFirst(prefix.count).allSatisfy { !$0.isASCII }
    }
  }
}
