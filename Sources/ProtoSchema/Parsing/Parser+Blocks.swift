extension Parser {
  /// Reads statements until the closing brace or the end of the file, going on behind a wrong one.
  mutating func block(
    of what: String, _ statement: (inout Parser) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard depth < Self.maximumDepth else {
      skipBlock()
      throw failure("\(what) lies more than \(Self.maximumDepth) blocks deep")
    }
    depth += 1
    defer { depth -= 1 }
    while !isSymbol("}") {
      guard !isAtEnd else { throw failure("\"}\" is missing at the end of \(what)") }
      if take(";") { continue }
      attempt(statement)
    }
    advance()
  }

  /// Reads one statement; a wrong one is reported and stepped over.
  mutating func attempt(_ statement: (inout Parser) throws(Diagnostic) -> Void) {
    let start = index
    do throws(Diagnostic) {
      try statement(&self)
    } catch {
      report(error)
      recover(from: start)
    }
  }

  /// Goes to behind the statement's `;` or block, or before the `}` of the block around it.
  private mutating func recover(from start: Int) {
    if index == start { advance() }
    var open = tokens[start..<index].reduce(0) { $0 + Self.step($1) }
    if open <= 0, index > start, Self.step(tokens[index - 1]) < 0 { return }
    while !isAtEnd, open > 0 || !isSymbol("}") {
      let step = Self.step(current)
      open += step
      let isEnd = open <= 0 && (step < 0 || isSymbol(";"))
      advance()
      if isEnd { return }
    }
  }

  /// What a word adds to the number of open braces.
  private static func step(_ token: Token) -> Int {
    switch token.kind {
    case .symbol(UInt8(ascii: "{")): 1
    case .symbol(UInt8(ascii: "}")): -1
    default: 0
    }
  }

  /// Steps over everything up to the brace that closes the block whose opening brace was just read.
  mutating func skipBlock() {
    var open = 1
    while open > 0, !isAtEnd {
      if isSymbol("{") { open += 1 }
      if isSymbol("}") { open -= 1 }
      advance()
    }
  }

  /// The comment that belongs to the statement starting at a word: right before it, else behind its end on that line.
  ///
  /// A comment separated from the statement by an empty line belongs to nothing.
  func comment(before start: Int) -> String {
    let token = tokens[start]
    let previousLine = start > 0 ? tokens[start - 1].position.line : 0
    var lines: [String] = []
    var nextLine = token.position.line
    for comment in comments[token.comments].reversed() {
      let isBehindPrevious = comment.firstLine == previousLine
      guard comment.lastLine == nextLine - 1 || comment.lastLine == nextLine, !isBehindPrevious else { break }
      lines.insert(comment.text, at: 0)
      nextLine = comment.firstLine
      if !comment.isLine { break }
    }
    return lines.joined(separator: "\n")
  }

  /// The comment on the same line behind the word that was read last.
  func trailingComment() -> String {
    guard index > 0 else { return "" }
    let line = tokens[index - 1].position.line
    guard let first = comments[current.comments].first, first.firstLine == line else { return "" }
    return first.text
  }

  /// The comment before a statement, or if there is none the one behind what was read last.
  func comment(of start: Int) -> String {
    let leading = comment(before: start)
    return leading.isEmpty ? trailingComment() : leading
  }
}
