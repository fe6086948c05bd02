/// A word of the protobuf language.
struct Token: Sendable, Hashable {
  /// What kind of word, with its value.
  enum Kind: Sendable, Hashable {
    case identifier(String)
    case integer(UInt64)
    case float(Double)
    case string([UInt8])
    case symbol(UInt8)
    case end
  }

  var kind: Kind
  var position: Position
  /// Comments that stand between the word before and this one.
  var comments: Range<Int>

  /// How the word is named in a message.
  var text: String {
    switch kind {
    case .identifier(let name): "\"\(name)\""
    case .integer(let value): "\"\(value)\""
    case .float(let value): "\"\(value)\""
    case .string: "a string"
    case .symbol(let byte): "\"\(Character(Unicode.Scalar(byte)))\""
    case .end: "the end of the file"
    }
  }
}

/// A comment with the lines it covers.
struct Comment: Sendable, Hashable {
  /// The text without comment marks, lines separated by `\n`.
  var text: String
  var firstLine: Int
  var lastLine: Int
  /// Whether it is a `//` comment: such lines in a row are one paragraph.
  var isLine: Bool
}
