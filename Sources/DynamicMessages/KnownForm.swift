internal import WireFormat

/// The messages whose JSON form is not an object with a member per field.
enum KnownForm {
  /// Turns the JSON text of a message into its bytes; nil for messages in the usual form.
  static func of(_ name: String) -> ((String) throws(MessageEncodingError) -> [UInt8])? {
    forms[name]
  }

  private typealias Form = @Sendable (String) throws(MessageEncodingError) -> [UInt8]

  private static let forms: [String: Form] = table([
    GoogleProtobufAny.self, GoogleProtobufTimestamp.self, GoogleProtobufDuration.self, GoogleProtobufFieldMask.self,
    GoogleProtobufStruct.self, GoogleProtobufValue.self, GoogleProtobufListValue.self, GoogleProtobufBoolValue.self,
    GoogleProtobufInt32Value.self, GoogleProtobufInt64Value.self, GoogleProtobufUInt32Value.self,
    GoogleProtobufUInt64Value.self, GoogleProtobufFloatValue.self, GoogleProtobufDoubleValue.self,
    GoogleProtobufStringValue.self, GoogleProtobufBytesValue.self,
  ])

  private static func table(_ types: [any Message.Type]) -> [String: Form] {
    var forms: [String: Form] = [:]
    for type in types { forms[type.messageName] = form(type) }
    return forms
  }

  private static func form<M: Message>(_ type: M.Type) -> Form {
    { text throws(MessageEncodingError) in
      do { return try M(jsonString: text).serializedBytes() } catch {
        throw MessageEncodingError(path: "", reason: "\(error)")
      }
    }
  }
}
