internal import ProtoSchema

/// What of the protobuf language has no Swift form here.
enum Support {
  /// Refuses a file that is not proto3, or that has fields or methods of types from such a file.
  static func check(_ file: FileDescriptor, in schema: Schema, runtime: Set<String>) throws(SchemaError) {
    if let name = dialect(file) {
      let message = "\(name) files can be imported but have no Swift form; begin the file with syntax = \"proto3\";"
      throw SchemaError([Diagnostic(path: file.path, position: Position(), message: message)])
    }
    let dialects = Dictionary(
      schema.files.compactMap { file in dialect(file).map { (file.path, $0) } }, uniquingKeysWith: { first, _ in first }
    )
    let uses = file.messages.flatMap { Self.uses(in: $0) } + file.services.flatMap { Self.uses(in: $0) }
    let found = uses.compactMap { use -> Diagnostic? in
      guard let owner = schema.messages[use.type]?.file ?? schema.enums[use.type]?.file else { return nil }
      return reason(against: use.type, of: owner, dialect: dialects[owner], isRuntime: runtime.contains(owner))
        .map { Diagnostic(path: file.path, position: use.position, message: $0) }
    }
    let all = prefix(of: file) + found
    if !all.isEmpty { throw SchemaError(all) }
  }

  /// Why a field or method cannot be of a type, if it cannot: its dialect has no Swift form, or it is in a copy of one of
  /// the runtime's files and the runtime does not know it.
  private static func reason(
    against type: String, of file: String, dialect: String?, isRuntime: Bool
  ) -> String? {
    if isRuntime {
      guard !runtimeTypes.contains(type) else { return nil }
      return "\(type) is not in the \"\(file)\" that the runtime has, so it has no Swift form"
    }
    return dialect.map { "\(type) is declared in the \($0) file \"\(file)\" and has no Swift form" }
  }

  /// The full names of the runtime's types.
  private static let runtimeTypes: Set<String> = {
    let schema = try? SchemaLoader.load(OutputName.wellKnownTypes.sorted()) { path in
      WellKnownSchemas.text(of: path).map { Array($0.utf8) }
    }
    return Set(schema?.messages.keys.map { $0 } ?? []).union(schema?.enums.keys.map { $0 } ?? [])
  }()

  /// A prefix has to begin a Swift name.
  private static func prefix(of file: FileDescriptor) -> [Diagnostic] {
    guard let prefix = file.swiftPrefix, !SwiftNames.isPrefix(prefix) else { return [] }
    let option = file.options.written.last { $0.name == ["swift_prefix"] }
    let message =
      "swift_prefix \(prefix.swiftLiteral) cannot begin a Swift name: letters a to z, digits behind the first and _ "
      + "are allowed"
    return [Diagnostic(path: file.path, position: option?.position ?? Position(), message: message)]
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
