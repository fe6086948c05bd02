/// Swift source in the making: lines with their indentation.
struct SourceText {
  private(set) var text = ""
  private var depth = 0

  /// Adds a line; an empty one carries no blanks.
  mutating func line(_ line: String = "") {
    if !line.isEmpty {
      text += String(repeating: "  ", count: depth)
      text += line
    }
    text += "\n"
  }

  /// Adds a line that opens a block, what is in it, and the closing brace.
  mutating func block(_ opening: String, _ body: (inout SourceText) -> Void) {
    line(opening + " {")
    depth += 1
    body(&self)
    depth -= 1
    line("}")
  }

  /// Adds a `switch` with its cases, which stand at its own indentation.
  mutating func choice(_ subject: String, _ cases: (inout SourceText) -> Void) {
    line("switch \(subject) {")
    cases(&self)
    line("}")
  }

  /// Adds a function's head and body; a head longer than a line is cut at its parameters.
  mutating func function(_ head: String, _ body: (inout SourceText) -> Void) {
    let isLong = depth * 2 + head.utf8.count + 2 > Self.lineLength
    block(isLong ? wrapped(head) : head, body)
  }

  /// Adds a declaration without a body; one longer than a line is cut at its parameters.
  mutating func requirement(_ head: String) {
    let isLong = depth * 2 + head.utf8.count > Self.lineLength
    line(isLong ? wrapped(head) : head)
  }

  private static let lineLength = 120

  private func wrapped(_ head: String) -> String {
    let open = head.firstIndex(of: "(") ?? head.startIndex
    let close = head.lastIndex(of: ")") ?? head.startIndex
    guard open < close else { return head }
    let indent = String(repeating: "  ", count: depth)
    let parameters = head[head.index(after: open)..<close]
    return "\(head[...open])\n\(indent)  \(parameters)\n\(indent)\(head[close...])"
  }

  /// Adds what stands one step further in, under a `case` for one.
  mutating func indented(_ body: (inout SourceText) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// Adds a doc comment: the schema's text, or a sentence in its place.
  mutating func documentation(_ comment: String, else fallback: String, isDeprecated: Bool = false) {
    let lines = comment.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.trimmed)
    for part in lines.allSatisfy(\.isEmpty) ? [fallback] : lines {
      line(part.isEmpty ? "///" : "/// " + part)
    }
    if isDeprecated { line("/// - Note: deprecated by the schema.") }
  }

  /// Without blanks at its end and control characters, which end a line or are refused where Swift reads them.
  private static func trimmed(_ line: Substring) -> String {
    var line = String.UnicodeScalarView(line.unicodeScalars.filter { $0 == "\t" || $0.value >= 0x20 })[...]
    while let last = line.last, last.properties.isWhitespace { line.removeLast() }
    return String(line)
  }
}

extension String {
  /// The text as a Swift string literal.
  var swiftLiteral: String {
    var literal = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        literal += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
