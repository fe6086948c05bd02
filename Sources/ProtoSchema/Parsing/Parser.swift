/// Reads a schema text into a syntax tree, statement by statement.
///
/// A statement that is wrong is reported and stepped over, so that one run names several mistakes.
/// Any bytes are safe to read.
public struct Parser {
  /// Messages, aggregates and lists may lie inside one another this deep.
  static let maximumDepth = 64

  let path: String
  let tokens: [Token]
  let comments: [Comment]
  var index = 0
  var depth = 0
  /// The dialect of the file, as far as it is read.
  var edition = Edition.proto2
  var diagnostics: [Diagnostic]

  /// Reads one file.
  /// - Parameters:
  ///   - path: the path it is imported by, used in diagnostics.
  ///   - bytes: the text; it should be UTF-8.
  /// - Returns: what could be read, and everything that is wrong with the rest in reading order.
  public static func parse(path: String, bytes: [UInt8]) -> (file: FileSyntax, diagnostics: [Diagnostic]) {
    var lexer = Lexer(path: path, bytes: bytes)
    lexer.run()
    var parser = Parser(lexer)
    let file = parser.file()
    return (file, parser.diagnostics.sorted { $0.position < $1.position })
  }

  init(_ lexer: Lexer) {
    path = lexer.path
    tokens = lexer.tokens
    comments = lexer.comments
    diagnostics = lexer.diagnostics
  }

  // MARK: Words

  var current: Token { tokens[min(index, tokens.count - 1)] }
  var isAtEnd: Bool { current.kind == .end }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
  }

  func isSymbol(_ symbol: Unicode.Scalar) -> Bool {
    current.kind == .symbol(UInt8(truncatingIfNeeded: symbol.value))
  }

  func isWord(_ word: String) -> Bool { current.kind == .identifier(word) }

  /// Steps over the symbol if it stands here.
  mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard isSymbol(symbol) else { return false }
    advance()
    return true
  }

  /// Steps over the word if it stands here and more of a statement follows it.
  mutating func takeWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Unicode.Scalar, after what: String) throws(Diagnostic) {
    guard take(symbol) else { throw failure("expected \"\(symbol)\" after \(what), found \(current.text)") }
  }

  mutating func identifier(_ what: String) throws(Diagnostic) -> String {
    guard case .identifier(let name) = current.kind else {
      throw failure("expected \(what), found \(current.text)")
    }
    advance()
    return name
  }

  /// A type or package name with points; a leading point makes it absolute.
  mutating func dottedName(_ what: String) throws(Diagnostic) -> String {
    var name = take(".") ? "." : ""
    name += try identifier(what)
    while take(".") { name += "." + (try identifier("a name after \".\"")) }
    return name
  }

  /// One or more strings in a row.
  mutating func string(_ what: String) throws(Diagnostic) -> [UInt8] {
    guard case .string = current.kind else { throw failure("expected \(what), found \(current.text)") }
    var bytes: [UInt8] = []
    while case .string(let part) = current.kind {
      bytes += part
      advance()
    }
    return bytes
  }

  mutating func signedInteger(_ what: String) throws(Diagnostic) -> Int64 {
    let place = current.position
    let isNegative = take("-")
    guard case .integer(let magnitude) = current.kind else {
      throw failure("expected \(what), found \(current.text)")
    }
    advance()
    guard magnitude <= UInt64(Int64.max) else {
      throw Diagnostic(path: path, position: place, message: "\(magnitude) is too large for \(what)")
    }
    return isNegative ? -Int64(magnitude) : Int64(magnitude)
  }

  // MARK: Mistakes

  func failure(_ message: String, at position: Position? = nil) -> Diagnostic {
    Diagnostic(path: path, position: position ?? current.position, message: message)
  }

  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < Lexer.maximumDiagnostics else { return }
    diagnostics.append(diagnostic)
  }
}
