extension Linker {
  /// The fields of an `extend` block.
  mutating func extensions(
    _ block: ExtendSyntax, scope: String, features: Features, edition: Edition
  ) -> [FieldDescriptor] {
    guard let extendee = messageName(block.extendee, scope: scope, at: block.position) else { return [] }
    if edition == .proto3, !Self.extensible.contains(extendee) {
      report("proto3 extends nothing but the options of descriptor.proto, not \(extendee)", at: block.position)
    }
    return block.fields.compactMap { tree in
      check(tree, extending: extendee)
      guard var field = field(tree, scope: scope, features: features, edition: edition) else { return nil }
      field.extendee = extendee
      field.isMessageSetItem = isMessageSet(extendee)
      check(field, named: Self.join(scope, field.name), declaredIn: extensionRanges[extendee] ?? [])
      return field
    }
  }

  private mutating func check(_ tree: FieldSyntax, extending extendee: String) {
    let ranges = extensionRanges[extendee]?.map(\.range) ?? []
    if !ranges.contains(where: { $0.contains(tree.number) }) {
      let allowed = ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first) to \($0.last)" }
      let hint = allowed.isEmpty ? "; it has none" : "; allowed are \(allowed.joined(separator: ", "))"
      report("number \(tree.number) is not among the extensions of \(extendee)\(hint)", at: tree.position)
    }
    if let earlier = extensionNumbers[extendee, default: [:]].updateValue(tree.name, forKey: tree.number) {
      report("number \(tree.number) of \(extendee) is used by the extension \(earlier) already", at: tree.position)
    }
    if case .map = tree.type { report("a map cannot be an extension; a repeated message can", at: tree.typePosition) }
    if isMessageSet(extendee), !isOptionalMessage(tree) {
      report("extensions of the message set \(extendee) are optional messages", at: tree.typePosition)
    }
    if Features.written(tree.options)["field_presence"] != nil {
      report("an extension has no features.field_presence", at: tree.position)
    }
    if tree.label == .required { report("an extension cannot be required", at: tree.typePosition) }
    if tree.options.value("json_name") != nil { report("an extension has no json_name", at: tree.position) }
  }

  private func isMessageSet(_ message: String) -> Bool {
    messageOptions[message]?.isTrue("message_set_wire_format") == true
  }

  private func isOptionalMessage(_ tree: FieldSyntax) -> Bool {
    guard tree.label != .repeated, case .named(let name) = tree.type else { return tree.label != .repeated }
    return ScalarType(rawValue: name) == nil
  }

  private static let extensible: Set<String> = Set(
    ["File", "Message", "Field", "Oneof", "ExtensionRange", "Enum", "EnumValue", "Service", "Method"]
      .map { "google.protobuf.\($0)Options" } + ["google.protobuf.FeatureSet"])
}
