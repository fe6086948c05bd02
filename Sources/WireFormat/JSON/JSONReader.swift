/// Reads JSON text (RFC 8259), value by value.
public struct JSONReader {
  let bytes: [UInt8]
  /// Where the next byte is read.
  var position = 0
  /// Whether members and enum names that are not known are stepped over.
  let ignoresUnknown: Bool
  /// The messages that `Any` may have its content given as.
  let types: MessageTypes
  private var depth = 0
  /// Steps of the path from the failing value outwards; filled on failure only.
  private var failurePath: [JSONStep] = []

  init(_ bytes: [UInt8], ignoresUnknown: Bool, types: MessageTypes) {
    self.bytes = bytes
    self.ignoresUnknown = ignoresUnknown
    self.types = types
  }

  // MARK: Failure

  /// Runs what reads a part of a value, and notes the part's step of the path when it fails.
  mutating func within<T>(
    _ step: @autoclosure () -> JSONStep, _ body: (inout JSONReader) throws(JSONFault) -> T
  ) throws(JSONFault) -> T {
    do throws(JSONFault) {
      return try body(&self)
    } catch {
      failurePath.append(step())
      throw error
    }
  }

  /// The error of a failed read.
  func failure(_ fault: JSONFault) -> JSONDecodingError {
    let line = bytes[..<position].count { $0 == 0x0A } + 1
    return JSONDecodingError(
      path: JSONStep.path(failurePath.reversed()), offset: position, line: line, reason: fault)
  }

  // MARK: Bytes

  /// The next byte that is not white space, or nil at the end.
  mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return bytes[position]
      }
    }
    return nil
  }

  mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(truncatingIfNeeded: symbol.value) else { return false }
    position += 1
    return true
  }

  mutating func takeLiteral(_ word: String) -> Bool {
    guard peek() == word.utf8.first, bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Steps over `null` if it stands here.
  mutating func takeNull() -> Bool { takeLiteral("null") }

  mutating func expectEnd() throws(JSONFault) {
    guard peek() == nil else { throw .trailingText }
  }

  // MARK: Structure

  /// Reads an object, handing each name to what reads its value.
  mutating func object(
    _ member: (inout JSONReader, String) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    guard take("{") else { throw .wrongType(expected: "an object") }
    if take("}") { return }
    repeat {
      try member(&self, try name())
    } while take(",")
    guard take("}") else { throw .syntax(expected: "\",\" or \"}\"") }
  }

  private mutating func name() throws(JSONFault) -> String {
    guard peek() == UInt8(ascii: "\"") else { throw .syntax(expected: "a name in quotes") }
    let name = try string()
    guard take(":") else { throw .syntax(expected: "\":\" after a name") }
    return name
  }

  /// Steps to the value of the first member of a name in the object that stands here; false when it has none.
  mutating func seek(_ wanted: String) throws(JSONFault) -> Bool {
    guard take("{") else { throw .wrongType(expected: "an object") }
    if take("}") { return false }
    repeat {
      if try name() == wanted { return true }
      try skip()
    } while take(",")
    guard take("}") else { throw .syntax(expected: "\",\" or \"}\"") }
    return false
  }

  /// Reads an array, calling what reads an element with the element's index.
  mutating func array(_ element: (inout JSONReader, Int) throws(JSONFault) -> Void) throws(JSONFault) {
    guard take("[") else { throw .wrongType(expected: "an array") }
    if take("]") { return }
    var index = 0
    repeat {
      try element(&self, index)
      index += 1
    } while take(",")
    guard take("]") else { throw .syntax(expected: "\",\" or \"]\"") }
  }

  /// Reads a message that lies in another.
  mutating func message(into message: inout some Message) throws(JSONFault) {
    try enter()
    defer { depth -= 1 }
    try message.decodeJSON(from: &self)
  }

  private mutating func enter() throws(JSONFault) {
    guard depth < WireLimits.depth else { throw .tooDeep }
    depth += 1
  }

  /// Steps over any value.
  mutating func skip() throws(JSONFault) {
    try enter()
    defer { depth -= 1 }
    switch peek() {
    case UInt8(ascii: "{"): try object { (reader, _) throws(JSONFault) in try reader.skip() }
    case UInt8(ascii: "["): try array { (reader, _) throws(JSONFault) in try reader.skip() }
    case UInt8(ascii: "\""): _ = try string()
    default:
      if takeLiteral("true") || takeLiteral("false") || takeNull() { return }
      _ = try number()
    }
  }
}
