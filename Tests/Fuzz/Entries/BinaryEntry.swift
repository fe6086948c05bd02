import WireFormat

/// Bytes that are read as a message are written and read again as the same message; others are refused at a place
/// within them. A view is made over the same bytes, says the same and refuses for the same reason. Two encodings in a row are the merge of both messages.
///
/// The first byte chooses the message, the second where the rest is parted for the merge.
enum BinaryEntry {
  static let entry = FuzzEntry(name: "binary") { input throws(Violation) in
    var cursor = InputCursor(input)
    let type = FuzzedMessages.type(cursor.byte())
    let cut = Int(cursor.byte())
    let bytes = cursor.remainder()
    try check(type, bytes, cut: cut)
  }

  private static func check<M: Message>(_ type: M.Type, _ bytes: [UInt8], cut: Int) throws(Violation) {
    guard let message = try read(type, bytes) else { return try checkRefusal(type, bytes) }
    let encoded = message.serializedBytes()
    guard let again = try read(type, encoded) else {
      throw Violation(description: "\(M.messageName): what was written is refused")
    }
    try Violation.unless(again.serializedBytes() == encoded, "\(M.messageName): written twice, two encodings")
    try Violation.unless(FuzzedMessages.agree(message, again), "\(M.messageName): changed by writing and reading")
    try checkView(message, bytes)
    try checkJSON(message)
    try checkMerge(message, bytes, cut: cut)
  }

  private static func read<M: Message>(_ type: M.Type, _ bytes: [UInt8]) throws(Violation) -> M? {
    do throws(DecodingError) {
      return try M(serializedBytes: bytes)
    } catch {
      try Violation.unless((0...bytes.count).contains(error.offset), "\(error): no place in \(bytes.count) bytes")
      return nil
    }
  }

  /// A view over bytes that are read is the message they are; its own bytes are read as that too.
  private static func checkView<M: Message>(_ message: M, _ bytes: [UInt8]) throws(Violation) {
    let seen: M
    do { seen = try M.withView(of: bytes) { view in try view.message() } } catch {
      throw Violation(description: "\(M.messageName): a view refuses what is read: \(error)")
    }
    try Violation.unless(FuzzedMessages.agree(message, seen), "\(M.messageName): a view says something else")
  }

  private static func checkRefusal<M: Message>(_ type: M.Type, _ bytes: [UInt8]) throws(Violation) {
    var ofView: DecodingError?
    do { try M.withView(of: bytes) { _ in } } catch { ofView = error as? DecodingError }
    var ofValue: DecodingError?
    do throws(DecodingError) { _ = try M(serializedBytes: bytes) } catch { ofValue = error }
    try Violation.unless(
      ofView == ofValue, "\(M.messageName): refused as \(ofValue as Any), as a view \(ofView as Any)")
  }

  /// JSON is written or refused; what is written can be read and, but for unknown fields, says the same.
  private static func checkJSON<M: Message>(_ message: M) throws(Violation) {
    let options = JSONEncodingOptions(types: FuzzedMessages.registry)
    guard let written = try? message.jsonUTF8Bytes(options: options) else { return }
    let again: M
    do throws(JSONDecodingError) { again = try M(jsonUTF8Bytes: written, types: FuzzedMessages.registry) } catch {
      throw Violation(description: "\(String(decoding: written, as: UTF8.self)) is refused: \(error)")
    }
    try Violation.unless((try? again.jsonUTF8Bytes(options: options)) == written, "\(M.messageName): JSON changed")
  }

  private static func checkMerge<M: Message>(_ whole: M, _ bytes: [UInt8], cut: Int) throws(Violation) {
    guard cut <= bytes.count, var merged = try read(M.self, Array(bytes[..<cut])) else { return }
    do throws(DecodingError) { try merged.merge(serializedBytes: Array(bytes[cut...])) } catch { return }
    try Violation.unless(
      FuzzedMessages.agree(whole, merged), "\(M.messageName): merging parts is not reading the whole")
  }
}
