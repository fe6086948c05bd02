import WireFormat

/// JSON that is read as a message is written and read again as the same message, also by way of the binary format.
///
/// The first byte chooses the message, the second the options.
enum JSONEntry {
  static let entry = FuzzEntry(name: "json") { input throws(Violation) in
    var cursor = InputCursor(input)
    let type = FuzzedMessages.type(cursor.byte())
    let options = Options(cursor.byte())
    let text = cursor.remainder()
    try check(type, text, options)
  }

  private struct Options {
    let ignoreUnknown: Bool
    let types: MessageTypes
    let encoding: JSONEncodingOptions

    init(_ byte: UInt8) {
      ignoreUnknown = byte & 1 != 0
      types = byte & 8 != 0 ? .wellKnown : FuzzedMessages.registry
      encoding = JSONEncodingOptions(
        isPretty: byte & 2 != 0, writesDefaults: byte & 4 != 0, usesSchemaNames: byte & 16 != 0,
        writesEnumNumbers: byte & 32 != 0, types: types)
    }
  }

  private static func check<M: Message>(_ type: M.Type, _ text: [UInt8], _ options: Options) throws(Violation) {
    let message: M
    do throws(JSONDecodingError) {
      message = try M(jsonUTF8Bytes: text, ignoreUnknown: options.ignoreUnknown, types: options.types)
    } catch {
      return try Violation.unless((0...text.count).contains(error.offset), "\(error): no place in \(text.count) bytes")
    }
    try checkAgain(message, options)
    let carried = try? M(serializedBytes: message.serializedBytes())
    guard let carried else { throw Violation(description: "\(M.messageName): its encoding is refused") }
    try Violation.unless(FuzzedMessages.agree(message, carried), "\(M.messageName): changed by the binary format")
  }

  private static func checkAgain<M: Message>(_ message: M, _ options: Options) throws(Violation) {
    let written: [UInt8]
    do throws(JSONEncodingError) { written = try message.jsonUTF8Bytes(options: options.encoding) } catch {
      throw Violation(description: "what was read from JSON cannot be written as JSON: \(error)")
    }
    let again: M
    do throws(JSONDecodingError) {
      again = try M(jsonUTF8Bytes: written, types: options.types)
    } catch {
      throw Violation(description: "\(String(decoding: written, as: UTF8.self)) is refused: \(error)")
    }
    try Violation.unless(FuzzedMessages.agree(message, again), "\(M.messageName): changed by JSON")
  }
}
