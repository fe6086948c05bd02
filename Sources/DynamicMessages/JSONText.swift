internal import WireFormat

/// A JSON value as text again.
enum JSONText {
  /// The text; a number that JSON cannot write is refused.
  static func of(_ value: GoogleProtobufValue) throws(MessageEncodingError) -> String {
    do { return try value.jsonString() } catch { throw MessageEncodingError(path: "", reason: "\(error)") }
  }
}
