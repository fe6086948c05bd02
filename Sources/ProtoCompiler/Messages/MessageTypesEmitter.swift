internal import ProtoSchema

/// Writes the set of a file's message types, which programs link with for `google.protobuf.Any`.
struct MessageTypesEmitter {
  let generator: GeneratorContext
  let file: FileDescriptor

  /// The set, named after the file's path: `shop/v1/order.proto` is `MessageTypes.shop_v1_order`.
  func declaration(into out: inout SourceText) {
    let types = file.messages.flatMap { names(of: $0) }
    guard !types.isEmpty else { return }
    out.line()
    out.block("extension WireFormat.MessageTypes") { out in
      out.line("/// The messages of \(file.path).")
      let name = generator.names.file(file.path)?.messageSet ?? SwiftNames.word(file.path)
      out.line("\(generator.options.access)static let \(name) = WireFormat.MessageTypes([")
      out.indented { out in
        for name in types { out.line("\(name).self,") }
      }
      out.line("])")
    }
  }

  private func names(of message: MessageDescriptor) -> [String] {
    [generator.names[message.fullName]] + message.messages.flatMap { names(of: $0) }
  }
}
