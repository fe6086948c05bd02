internal import ProtoSchema

/// Reads JSON text (RFC 8259) into a tree; what is wrong has its line and column.
struct JSONTreeParser {
  private let path: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  /// How deep values may lie in each other.
  private static let deepest = 100

  /// Returns the value of a text.
  /// - Parameter path: What the text is called where something is wrong with it.
  static func parse(_ bytes: [UInt8], path: String) throws(Diagnostic) -> JSONTree {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Diagnostic(path: path, position: Position(), message: "not valid UTF-8")
    }
    var parser = JSONTreeParser(path: path, scalars: Array(text.unicodeScalars))
    let value = try parser.value()
    guard parser.next == nil else { throw parser.failure("nothing but blanks may follow the value") }
    return value
  }

  private init(path: String, scalars: [Unicode.Scalar]) {
    self.path = path
    self.scalars = scalars
  }

  private mutating func value() throws(Diagnostic) -> JSONTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw failure("values lie deeper than \(Self.deepest) in each other") }
    switch next {
    case "{": return try object()
    case "[": return try array()
    case "\"": return .string(try string())
    case .some(let first) where first == "-" || Self.isDigit(first): return try number()
    default:
      let words: [(String, JSONTree)] = [("true", true), ("false", false), ("null", .null)]
      guard let (word, value) = words.first(where: { scalars[index...].starts(with: $0.0.unicodeScalars) }) else {
        throw failure("a value is expected here")
      }
      index += word.count
      return value
    }
  }

  private mutating func object() throws(Diagnostic) -> JSONTree {
    var members: [JSONTree.Member] = []
    var names: Set<String> = []
    index += 1
    if take("}") { return .object([]) }
    repeat {
      guard next == "\"" else { throw failure("a name in quotes is expected here") }
      let start = index
      let name = try string()
      guard names.insert(name).inserted else { throw failure("\"\(name)\" is there already", at: start) }
      guard take(":") else { throw failure("\":\" is expected behind a name") }
      members.append(JSONTree.Member(name: name, value: try value()))
    } while take(",")
    guard take("}") else { throw failure("\",\" or \"}\" is expected here") }
    return .object(members)
  }

  private mutating func array() throws(Diagnostic) -> JSONTree {
    var elements: [JSONTree] = []
    index += 1
    if take("]") { return .array([]) }
    repeat { elements.append(try value()) } while take(",")
    guard take("]") else { throw failure("\",\" or \"]\" is expected here") }
    return .array(elements)
  }

  private mutating func number() throws(Diagnostic) -> JSONTree {
    let start = index
    while index < scalars.count, Self.isDigit(scalars[index]) || "+-.eE".unicodeScalars.contains(scalars[index]) {
      index += 1
    }
    let digits = scalars[start..<index].reduce(into: "") { $0.unicodeScalars.append($1) }
    let whole = digits.drop { $0 == "-" }.prefix { $0.isNumber }
    guard Double(digits) != nil, !whole.isEmpty, whole == "0" || whole.first != "0", digits.last != "." else {
      throw failure("\(digits) is no number", at: start)
    }
    return .number(digits)
  }

  // MARK: Strings

  private mutating func string() throws(Diagnostic) -> String {
    let start = index
    var text = String.UnicodeScalarView()
    index += 1
    while index < scalars.count, scalars[index].value >= 0x20 {
      let scalar = scalars[index]
      index += 1
      if scalar == "\"" { return String(text) }
      text.append(scalar == "\\" ? try escape() : scalar)
    }
    throw failure("this string does not end in its line", at: start)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let escapes: [Unicode.Scalar: Unicode.Scalar] = [
      "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t",
    ]
    let letter = index < scalars.count ? scalars[index] : " "
    index += 1
    if let scalar = escapes[letter] { return scalar }
    guard letter == "u", let first = unit() else { throw failure("no escape of JSON", at: index - 2) }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard scalars[index...].starts(with: "\\u".unicodeScalars) else { throw failure("half a surrogate pair") }
    index += 2
    guard let second = unit(), 0xDC00..<0xE000 ~= second, first < 0xDC00,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("half a surrogate pair") }
    return scalar
  }

  private mutating func unit() -> UInt32? {
    let digits = scalars[index...].prefix(4)
    guard digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
    index += 4
    return UInt32(digits.reduce(into: "") { $0.unicodeScalars.append($1) }, radix: 16)
  }

  // MARK: Places

  /// The next scalar that is not blank; nil at the end.
  private var next: Unicode.Scalar? {
    mutating get {
      while index < scalars.count {
        guard [" ", "\t", "\n", "\r"].contains(scalars[index]) else { return scalars[index] }
        index += 1
      }
      return nil
    }
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard next == symbol else { return false }
    index += 1
    return true
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private func failure(_ message: String, at place: Int? = nil) -> Diagnostic {
    let read = scalars.prefix(place ?? index)
    let line = read.count { $0 == "\n" } + 1
    let column = read.reversed().prefix { $0 != "\n" }.count + 1
    return Diagnostic(path: path, position: Position(line: line, column: column), message: message)
  }
}
