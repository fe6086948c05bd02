extension Lexer {
  /// `// …` up to the end of the line.
  mutating func lineComment() {
    let number = position.line
    advance()
    advance()
    let start = offset
    while let byte = peek(), byte != 0x0A { advance() }
    var text = bytes[start..<offset]
    if text.last == 0x0D { text.removeLast() }
    let line = Self.withoutTrailingBlanks(Self.unindented(String(decoding: text, as: UTF8.self)))
    comments.append(Comment(text: line, firstLine: number, lastLine: number, isLine: true))
  }

  /// `/* … */`; the leading stars of its lines are not part of the text.
  mutating func blockComment() {
    let place = position
    advance()
    advance()
    let start = offset
    while offset < bytes.count, !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) { advance() }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    if offset >= bytes.count { report("this comment is not closed; */ is missing", at: place) }
    advance()
    advance()
    let comment = Comment(
      text: Self.withoutStars(text), firstLine: place.line, lastLine: position.line, isLine: false)
    comments.append(comment)
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    var line = line
    while line.last == " " || line.last == "\t" { line.removeLast() }
    return line
  }

  private static func unindented(_ line: String) -> String {
    line.hasPrefix(" ") ? String(line.dropFirst()) : line
  }

  private static func withoutStars(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let body = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
      return withoutTrailingBlanks(unindented(String(body.hasPrefix("*") ? body.dropFirst() : body)))
    }
    let start = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
    let end = lines.lastIndex { !$0.isEmpty } ?? lines.startIndex
    return start <= end ? lines[start...end].joined(separator: "\n") : ""
  }
}
