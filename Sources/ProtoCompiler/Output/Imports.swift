internal import ProtoSchema

/// Which modules a generated file needs; one that is imported and not used would be a warning.
struct Imports {
  let generator: Generator

  init(_ generator: Generator) {
    self.generator = generator
  }

  /// Modules of a file of messages: the runtime, and the extra ones when a field's type is not generated here.
  func messages(of file: FileDescriptor) -> [String] {
    guard !(file.messages.isEmpty && file.enums.isEmpty) else { return [] }
    let types = file.messages.flatMap { Self.types(of: $0) }
    let extra = types.contains { !isGeneratedOrWellKnown($0) } ? generator.options.imports : []
    return ordered(["WireFormat"] + extra)
  }

  /// Modules of a file of stubs: the call runtime, the messages' module, and the codec for well-known messages only.
  func services(of file: FileDescriptor) -> [String] {
    guard !file.services.isEmpty else { return [] }
    let types = file.services.flatMap(\.methods).flatMap { [$0.requestType, $0.replyType] }
    let usesWellKnown = types.contains { self.file(of: $0).map(OutputName.wellKnownTypes.contains) == true }
    let extra = types.contains { !isGeneratedOrWellKnown($0) } ? generator.options.imports : []
    return ordered(["RPC"] + (usesWellKnown ? ["WireFormat"] : []) + extra)
  }

  private func ordered(_ modules: [String]) -> [String] {
    Set(modules).subtracting([generator.options.module]).sorted()
  }

  private func isGeneratedOrWellKnown(_ type: String) -> Bool {
    guard let file = file(of: type) else { return false }
    let isHere = generator.options.messages && generator.paths.contains(file)
    return isHere || OutputName.wellKnownTypes.contains(file)
  }

  private func file(of type: String) -> String? {
    generator.schema.messages[type]?.file ?? generator.schema.enums[type]?.file
  }

  private static func types(of message: MessageDescriptor) -> [String] {
    message.fields.compactMap(\.typeName) + message.messages.flatMap { types(of: $0) }
  }
}
