import EnrichmentSchema
import WireFormat

/// The messages that binary and JSON decoding is tried on: every kind of field, and what the service exchanges.
enum FuzzedMessages {
  static let types: [any Message.Type] = [
    Scalars.self, Optionals.self, Lists.self, Maps.self, Choice.self, Tree.self, Names.self, Partial.self,
    WellKnown.self, GoogleProtobufAny.self, GoogleProtobufStruct.self, GoogleProtobufTimestamp.self,
    GoogleProtobufDuration.self, GetQuantumPersonalityRequest.self, GetQuantumPersonalityResponse.self,
    EnrichRealTimeRequest.self, EnrichRealTimeResponse.self, FieldNames.self, Wrappers.self, Special.self, Keys.self,
    Choices.self, EveryForm.self,
  ]

  /// What `google.protobuf.Any` may contain.
  static let registry = MessageTypes(types)

  /// The type a byte chooses.
  static func type(_ choice: UInt8) -> any Message.Type { types[Int(choice) % types.count] }

  /// Whether both are the same; those with a NaN, which equals nothing, are by their encodings.
  static func agree<M: Message>(_ first: M, _ second: M) -> Bool {
    guard first != second else { return true }
    guard first.serializedBytes() == second.serializedBytes() else { return false }
    // A NaN anywhere within a message makes a copy that was read anew differ from it.
    return (try? M(serializedBytes: first.serializedBytes())) != first
  }
}
