internal import ProtoSchema

/// Which modules a generated file needs; one that is imported and not used would be a warning.
struct Imports {
  let generator: GeneratorContext

  init(_ generator: GeneratorContext) {
    self.generator = generator
  }

  /// Modules of a file of messages: the runtime, which the descriptor needs too, and the extra ones when a field's type
  /// is not generated here.
  func messages(_ messages: [MessageDescriptor]) -> [String] {
    let types = messages.flatMap { Self.types(of: $0) }
    let extra = types.contains { !isGeneratedOrWellKnown($0) } ? generator.options.imports : []
    return ordered(["WireFormat"] + extra)
  }

  /// Modules of a file of stubs: the call runtime, the runtime for descriptors, and the messages' module.
  func services(of file: FileDescriptor) -> [String] {
    guard !file.services.isEmpty else { return [] }
    let types = file.services.flatMap(\.methods).flatMap { [$0.requestType, $0.replyType] }
    let extra = types.contains { !isGeneratedOrWellKnown($0) } ? generator.options.imports : []
    return ordered(["RPC", "WireFormat"] + extra)
  }

  private func ordered(_ modules: [String]) -> [String] {
    Set(modules).subtracting([generator.options.module]).sorted()
  }

  private func isGeneratedOrWellKnown(_ type: String) -> Bool {
    guard let file = file(of: type) else { return false }
    return generator.generatesMessages(of: file) || OutputName.wellKnownTypes.contains(file)
  }

  private func file(of type: String) -> String? {
    generator.schema.messages[type]?.file ?? generator.schema.enums[type]?.file
  }

  private static func types(of message: MessageDescriptor) -> [String] {
    message.fields.compactMap(\.typeName) + message.messages.flatMap { types(of: $0) }
  }
}
