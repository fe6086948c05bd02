public import WireFormat

extension GoogleProtobufAny {
  /// The message's bytes under the type URL `type.googleapis.com/` and its full name.
  public init(packing message: any Message) {
    self.init()
    typeURL = "type.googleapis.com/" + type(of: message).messageName
    value = message.serializedBytes()
  }

  /// The packed message when it is of this type, nil when it is of another.
  /// - Throws: `DecodingError` when the type fits and the bytes do not.
  public func unpack<M: Message>(_ type: M.Type) throws(WireFormat.DecodingError) -> M? {
    guard let name = typeURL.split(separator: "/").last, name == M.messageName else { return nil }
    return try M(serializedBytes: value)
  }
}
