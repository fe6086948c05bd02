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
      return field
    }
  }

  private mutating func check(_ tree: FieldSyntax, extending extendee: String) {
    let ranges = extensionRanges[extendee] ?? []
    if !ranges.contains(where: { $0.contains(tree.number) }) {
      let allowed = ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first) to \($0.last)" }
      let hint = allowed.isEmpty ? "; it has none" : "; allowed are \(allowed.joined(separator: ", "))"
      report("number \(tree.number) is not among the extensions of \(extendee)\(hint)", at: tree.position)
    }
    if let earlier = extensionNumbers[extendee, default: [:]].updateValue(tree.name, forKey: tree.number) {
      report("number \(tree.number) of \(extendee) is used by the extension \(earlier) already", at: tree.position)
    }
    if tree.label == .required { report("an extension cannot be required", at: tree.typePosition) }
    if tree.options.value("json_name") != nil { report("an extension has no json_name", at: tree.position) }
  }

  private static let extensible: Set<String> = Set(
    ["File", "Message", "Field", "Oneof", "ExtensionRange", "Enum", "EnumValue", "Service", "Method"]
      .map { "google.protobuf.\($0)Options" } + ["google.protobuf.FeatureSet"])
}
