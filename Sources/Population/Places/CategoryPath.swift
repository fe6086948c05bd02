/// The path of a venue in a category tree such as Foursquare's of 2014, prepared for matching: case-folded segments
/// and the words in them.
package struct CategoryPath: Sendable, Hashable {
  /// The segments from the root down, lower case, without surrounding spaces; empty for a venue without a category.
  package let segments: [String]
  /// The words of all segments, in order: runs of letters and digits.
  private let words: [Substring]

  /// Reads a path whose segments are separated by `>`. A root that the path itself does not begin with is put first.
  package init(_ path: String, root: String = "") {
    var segments = path.lowercased().split(separator: ">").map(Self.trimmed).filter { !$0.isEmpty }
    let root = Self.trimmed(root.lowercased()[...])
    if !root.isEmpty, segments.first != root { segments.insert(root, at: 0) }
    self.segments = segments
    words = segments.flatMap { $0.split { !$0.isLetter && !$0.isNumber } }
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0.isWhitespace }
    return String(start.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// The first segment; `nil` for a venue without a category.
  package var root: String? { segments.first }

  /// Whether the words of `phrase` (lower case) follow each other anywhere in the path; a plural s is overlooked.
  package func mentions(_ phrase: String) -> Bool {
    let phrase = phrase.split(separator: " ")
    guard !phrase.isEmpty, words.count >= phrase.count else { return false }
    return (0...words.count - phrase.count).contains { start in
      phrase.indices.allSatisfy { Self.isSame(words[start + $0], phrase[$0]) }
    }
  }

  private static func isSame(_ word: Substring, _ wanted: Substring) -> Bool {
    word == wanted || word == wanted + "s"
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
