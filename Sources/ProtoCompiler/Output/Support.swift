internal import ProtoSchema

/// What of the protobuf language has no Swift form here.
enum Support {
  /// Refuses a file that is not proto3, or that has fields or methods of types from such a file.
  static func check(_ file: FileDescriptor, in schema: Schema) throws(SchemaError) {
    if let name = dialect(file) {
      let message = "\(name) files can be imported but have no Swift form; begin the file with syntax = \"proto3\";"
      throw SchemaError([Diagnostic(path: file.path, position: Position(), message: message)])
    }
    let foreign = Dictionary(
      schema.files.compactMap { file in dialect(file).map { (file.path, $0) } }, uniquingKeysWith: { first, _ in first }
    )
    guard !foreign.isEmpty else { return }
    let uses = file.messages.flatMap { Self.uses(in: $0) } + file.services.flatMap { Self.uses(in: $0) }
    let found = uses.compactMap { use -> Diagnostic? in
      let owner = schema.messages[use.type]?.file ?? schema.enums[use.type]?.file
      guard let owner, let name = foreign[owner] else { return nil }
      let message = "\(use.type) is declared in the \(name) file \"\(owner)\" and has no Swift form"
      return Diagnostic(path: file.path, position: use.position, message: message)
    }
    if !found.isEmpty { throw SchemaError(found) }
  }

  /// The dialect's name, unless it is proto3.
  private static func dialect(_ file: FileDescriptor) -> String? {
    switch file.edition {
    case .proto3: nil
    case .proto2: "proto2"
    case .edition(let year): "edition \(year)"
    }
  }

  private static func uses(in message: MessageDescriptor) -> [(type: String, position: Position)] {
    message.fields.compactMap { field in field.typeName.map { ($0, field.position) } }
      + message.messages.flatMap { uses(in: $0) }
  }

  private static func uses(in service: ServiceDescriptor) -> [(type: String, position: Position)] {
    service.methods.flatMap { [($0.requestType, $0.position), ($0.replyType, $0.position)] }
  }
}
