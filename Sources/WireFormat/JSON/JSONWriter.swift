/// Writes JSON text.
public struct JSONWriter {
  /// What was written.
  var bytes: [UInt8] = []
  /// How it is written.
  let options: JSONEncodingOptions
  /// Why there is no JSON form, once that is known.
  private(set) var failure: JSONEncodingError?
  /// A step for every object and array that is open.
  private var path: [JSONStep] = []
  /// How many messages lie around the one that is written.
  private var depth = 0
  private var needsComma = false

  init(_ options: JSONEncodingOptions) {
    self.options = options
  }

  // MARK: Failure

  /// Notes that what is written has no JSON form; the first such place counts.
  mutating func fail(_ reason: JSONEncodingError.Reason) {
    if failure == nil { failure = JSONEncodingError(path: JSONStep.path(path), reason: reason) }
  }

  // MARK: Structure

  mutating func open(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(truncatingIfNeeded: bracket.value))
    path.append(.none)
    needsComma = false
  }

  mutating func close(_ bracket: Unicode.Scalar) {
    path.removeLast()
    if needsComma { newLine() }
    bytes.append(UInt8(truncatingIfNeeded: bracket.value))
    needsComma = true
  }

  /// Begins an element of an array.
  mutating func element(_ index: Int) {
    step(.element(index))
  }

  /// Begins a member of an object.
  mutating func key(_ name: String) {
    step(.member(name))
    begin(name)
  }

  /// Begins the member of a field.
  mutating func key(_ field: FieldTable.Entry) {
    key(options.usesSchemaNames ? field.name : field.jsonName)
  }

  /// Begins an entry of a map.
  mutating func entry(_ key: String) {
    step(.entry(key))
    begin(key)
  }

  private mutating func begin(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    if options.isPretty { bytes.append(UInt8(ascii: " ")) }
  }

  private mutating func step(_ step: JSONStep) {
    path[path.count - 1] = step
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    newLine()
    needsComma = true
  }

  private mutating func newLine() {
    guard options.isPretty else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: path.count * 2))
  }

  /// Writes a message that lies in another; nothing more when there is no JSON form.
  mutating func message(_ message: some Message) {
    guard failure == nil else { return }
    guard depth < WireLimits.depth else { return fail(.tooDeep) }
    depth += 1
    message.encodeJSON(to: &self)
    depth -= 1
  }

  // MARK: Values

  /// Text that is JSON already: a number, `true`, `null`.
  mutating func literal(_ text: String) {
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  /// Text without anything to escape, in quotes.
  mutating func quoted(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: text.utf8)
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        bytes.append(byte)
      } else {
        escape(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x20...: bytes.append(byte)
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x57 + value
  }
}
