/// The types that options are made of: those the files declare, and those of `descriptor.proto` beside them.
struct OptionTypes {
  private let declared: Schema
  /// Every extension by full name.
  private var extensions: [String: FieldDescriptor] = [:]

  init(_ files: [FileDescriptor]) {
    declared = Schema(files: files)
    for file in files {
      add(file.extensions, in: file.package)
      for message in file.messages { add(message) }
    }
  }

  private mutating func add(_ message: MessageDescriptor) {
    add(message.extensions, in: message.fullName)
    for inner in message.messages { add(inner) }
  }

  private mutating func add(_ fields: [FieldDescriptor], in scope: String) {
    for field in fields { extensions[Linker.join(scope, field.name)] = field }
  }

  /// The message of a full name.
  func message(_ fullName: String) -> MessageDescriptor? {
    declared.messages[fullName] ?? DescriptorSchema.types.messages[fullName]
  }

  /// The enum of a full name.
  func enumeration(_ fullName: String) -> EnumDescriptor? {
    declared.enums[fullName] ?? DescriptorSchema.types.enums[fullName]
  }

  /// The extension of a full name.
  func extensionField(_ fullName: String) -> FieldDescriptor? { extensions[fullName] }

  /// A field of a message; those of options that the files' own `descriptor.proto` lacks come from the known one.
  func field(_ name: String, of message: MessageDescriptor) -> FieldDescriptor? {
    message.field(named: name) ?? DescriptorSchema.types.messages[message.fullName]?.field(named: name)
  }
}

extension MessageDescriptor {
  fileprivate func field(named name: String) -> FieldDescriptor? {
    fields.first { $0.name == name }
  }
}
