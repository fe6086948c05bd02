internal import ProtoSchema

/// Writes the messages that a file's own options are decoded with.
///
/// Swift has no extension fields. For each options message of `google/protobuf/descriptor.proto` that a file extends
/// there is a message of these extensions alone, named after the file: `extend google.protobuf.MethodOptions { Access
/// access = 50700; }` in `shop/v1/access.proto` gives `ShopV1AccessMethodOptions` with the field `access`. Every other
/// option of what is decoded stays among its unknown fields.
struct OptionMessages {
  let generator: GeneratorContext
  let file: FileDescriptor

  /// The messages with their conformances, in the order of their names.
  func emit(into out: inout SourceText) {
    let groups = Dictionary(grouping: file.extensions.filter(hasType)) { $0.extendee ?? "" }
    for (extendee, fields) in groups.sorted(by: { $0.key < $1.key }) {
      let message = MessageDescriptor(of: fields, extending: extendee, in: file.path)
      guard let name = generator.names.options(extending: extendee, in: file.path) else { continue }
      let members = generator.names.members(ofExtensions: message)
      let emitter = MessageEmitter(generator: generator, message: message, swiftName: name, members: members)
      out.line()
      emitter.declaration(into: &out)
      out.line()
      emitter.conformance(into: &out)
    }
  }

  /// Whether the extension's type is a scalar, the runtime's, or generated together with the file; others are left out,
  /// since a file may be generated without the types its options have.
  private func hasType(_ field: FieldDescriptor) -> Bool {
    guard let type = field.typeName else { return true }
    let owner = generator.schema.messages[type]?.file ?? generator.schema.enums[type]?.file
    return owner.map { generator.generatesMessages(of: $0) || OutputName.wellKnownTypes.contains($0) } ?? false
  }
}
