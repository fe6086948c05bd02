/// Cuts a schema text into words and comments.
///
/// Takes any bytes: what is not the protobuf language becomes a diagnostic, and cutting goes on behind it.
struct Lexer {
  /// At most this many diagnostics are kept per file; the rest would only repeat the first.
  static let maximumDiagnostics = 100

  let path: String
  let bytes: [UInt8]
  var offset = 0
  var position = Position()
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []
  private var firstComment = 0

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// The byte `ahead` places on, or nil behind the end.
  func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  /// Steps over one byte; continuation bytes of UTF-8 do not count as columns.
  mutating func advance() {
    guard offset < bytes.count else { return }
    let byte = bytes[offset]
    offset += 1
    if byte == 0x0A {
      position.line += 1
      position.column = 1
    } else if byte & 0xC0 != 0x80 {
      position.column += 1
    }
  }

  mutating func report(_ message: String, at place: Position) {
    guard diagnostics.count < Self.maximumDiagnostics else { return }
    diagnostics.append(Diagnostic(path: path, position: place, message: message))
  }

  mutating func append(_ kind: Token.Kind, at place: Position) {
    tokens.append(Token(kind: kind, position: place, comments: firstComment..<comments.count))
    firstComment = comments.count
  }

  /// Cuts the whole text; the last word is always `.end`.
  mutating func run() {
    while let byte = peek() {
      step(byte)
    }
    append(.end, at: position)
  }

  private mutating func step(_ byte: UInt8) {
    let place = position
    switch byte {
    case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20:
      advance()
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
      lineComment()
    case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
      blockComment()
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      string(quote: byte)
    case UInt8(ascii: ".") where peek(1)?.isDigit == true:
      number()
    case _ where byte.isDigit:
      number()
    case _ where byte.isIdentifierStart:
      append(.identifier(word()), at: place)
    case _ where Self.symbols.contains(byte):
      advance()
      append(.symbol(byte), at: place)
    default:
      stray(byte)
    }
  }

  private static let symbols: Set<UInt8> = Set(";{}[]()<>=,.:-+/".utf8)

  /// A run of letters, digits and underscores.
  mutating func word() -> String {
    let start = offset
    while let byte = peek(), byte.isIdentifierPart { advance() }
    return String(decoding: bytes[start..<offset], as: Unicode.ASCII.self)
  }

  /// Reports a run of bytes that start no word, once.
  private mutating func stray(_ byte: UInt8) {
    let place = position
    let shown = byte >= 0x21 && byte < 0x7F ? "\"\(Character(Unicode.Scalar(byte)))\"" : "byte \(byte)"
    repeat { advance() } while (peek() ?? 0) >= 0x80
    report("\(shown) is not part of the protobuf language outside strings and comments", at: place)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isIdentifierStart: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A || self == 0x5F }
  var isIdentifierPart: Bool { isIdentifierStart || isDigit }

  /// The value of a hexadecimal digit, or nil.
  var hexValue: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}
