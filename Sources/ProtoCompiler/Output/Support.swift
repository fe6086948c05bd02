internal import ProtoSchema

/// What of the protobuf language has no Swift form here.
enum Support {
  /// Refuses a file that needs it.
  static func check(_ file: FileDescriptor) throws(SchemaError) {
    let found = file.messages.flatMap { findings(in: $0) }
    if !found.isEmpty { throw SchemaError(found) }
  }

  private static func findings(in message: MessageDescriptor) -> [Diagnostic] {
    var found: [Diagnostic] = []
    for field in message.fields {
      if case .group = field.kind {
        found.append(
          Diagnostic(
            path: message.file, position: field.position,
            message: "groups are read and skipped on the wire but not generated; use a message field"))
      }
    }
    return found + message.messages.flatMap { findings(in: $0) }
  }
}
