/// Swift without its comments and without what its string literals say; lines stay where they were.
///
/// Read byte by byte and not parsed: enough to see imports, declarations and names. What an interpolation names is taken
/// for a part of its string.
struct SwiftText {
  private var rest: ArraySlice<UInt8>
  private var kept: [UInt8] = []

  /// The text of `source` that is neither comment nor string.
  static func code(of source: String) -> String {
    var text = SwiftText(rest: Array(source.utf8)[...])
    text.kept.reserveCapacity(source.utf8.count)
    while !text.rest.isEmpty {
      let code = text.rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\"") }
      text.kept += code
      text.rest = text.rest.dropFirst(code.count)
      text.skipCommentOrString()
    }
    return String(decoding: text.kept, as: UTF8.self)
  }

  /// Leaves out what begins here where that is a comment or a string, and keeps one byte where it is neither.
  private mutating func skipCommentOrString() {
    if rest.starts(with: "//".utf8) {
      skip(past: "\n", keepingEnd: true)
    } else if rest.starts(with: "/*".utf8) {
      skip(past: "*/")
    } else if rest.starts(with: "\"\"\"".utf8) {
      rest = rest.dropFirst(3)
      skip(past: "\"\"\"")
    } else if rest.first == UInt8(ascii: "\"") {
      skipString()
    } else {
      kept += rest.prefix(1)
      rest = rest.dropFirst()
    }
  }

  /// Leaves out everything up to `end`, and `end` too unless it is to be kept. Line ends stay.
  private mutating func skip(past end: String, keepingEnd: Bool = false) {
    while let next = rest.first, next != end.utf8.first || !rest.starts(with: end.utf8) {
      if next == UInt8(ascii: "\n") { kept.append(next) }
      rest = rest.dropFirst()
    }
    if !keepingEnd { rest = rest.dropFirst(end.utf8.count) }
  }

  /// Leaves out a string literal of one line.
  private mutating func skipString() {
    rest = rest.dropFirst()
    while let next = rest.first, next != UInt8(ascii: "\n") {
      rest = rest.dropFirst()
      if next == UInt8(ascii: "\"") { return }
      if next == UInt8(ascii: "\\") { rest = rest.dropFirst() }
    }
  }
}

extension String {
  /// Everything in the text that could be a name: letters, digits and underscores side by side.
  var words: Set<String> {
    let isPartOfName: (UInt8) -> Bool = { byte in
      byte == UInt8(ascii: "_") || byte >= 128 || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 32)
    }
    return Set(Array(utf8).split { !isPartOfName($0) }.map { String(decoding: $0, as: UTF8.self) })
  }
}
