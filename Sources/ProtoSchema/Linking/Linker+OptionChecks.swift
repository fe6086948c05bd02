extension Linker {
  /// What options of a file forbid.
  mutating func check(_ tree: FileSyntax, importing imports: [FileSyntax]) {
    for other in imports where other.isLite && !tree.isLite {
      let place = tree.imports.first { $0.path == other.path }?.position ?? Position()
      report("\"\(other.path)\" has optimize_for = LITE_RUNTIME, which a file without it cannot import", at: place)
    }
    if Features.written(tree.options)["field_presence"] == "LEGACY_REQUIRED" {
      report("fields cannot be required for a whole file", at: position(of: "features", in: tree.options))
    }
    let parts = tree.package.split(separator: ".").count
    if parts > Self.mostParts || tree.package.utf8.count > Self.longestPackage {
      report(
        "a package has \(Self.mostParts) parts and \(Self.longestPackage) letters at the most", at: Position())
    }
  }

  private static let mostParts = 100
  private static let longestPackage = 511

  /// What options of a message forbid.
  mutating func check(_ options: [OptionSyntax], of message: MessageSyntax, edition: Edition) {
    if options.value("map_entry") != nil {
      report("map_entry is not set; write map<key, value>", at: position(of: "map_entry", in: options))
    }
    guard options.isTrue("message_set_wire_format") else { return }
    let place = position(of: "message_set_wire_format", in: options)
    if edition == .proto3 { report("proto3 has no message sets", at: place) }
    for field in message.fields { report("a message set has extensions and no fields", at: field.position) }
  }

  /// What the options of a field demand of its type.
  mutating func checkOptions(
    of tree: FieldSyntax, kind: FieldDescriptor.Kind, mapKey: ScalarType?, features: Features, edition: Edition
  ) {
    checkTwice(tree)
    let isRepeated = tree.label == .repeated
    if tree.options.isTrue("packed"), !isRepeated || !kind.isPackable {
      report("only repeated numbers, bools and enums can be packed", at: tree.position)
    }
    if edition.number >= 1000, tree.options.value("packed") != nil {
      report("editions have no packed; use features.repeated_field_encoding", at: tree.position)
    }
    if edition.number > 1000, tree.options.value("ctype") != nil {
      report("ctype ended before edition 2024", at: tree.position)
    }
    if let type = tree.options.value("jstype")?.word, type != "JS_NORMAL", mapKey != nil || !kind.isWide {
      report("jstype is for int64, uint64, sint64, fixed64 and sfixed64", at: tree.position)
    }
    for name in ["lazy", "unverified_lazy"] where tree.options.isTrue(name) && !kind.isPlainMessage && mapKey == nil {
      report("only message fields can be \(name)", at: tree.position)
    }
    checkFeatures(of: tree, kind: kind, mapKey: mapKey, features: features, edition: edition)
  }

  private mutating func checkTwice(_ tree: FieldSyntax) {
    for name in ["default", "json_name"] where tree.options.count(where: { $0.text == name }) > 1 {
      report("\(name) is set already", at: tree.position)
    }
  }

  private mutating func checkFeatures(
    of tree: FieldSyntax, kind: FieldDescriptor.Kind, mapKey: ScalarType?, features: Features, edition: Edition
  ) {
    guard edition.number >= 1000 else { return }
    let written = Features.written(tree.options)
    let isRepeated = tree.label == .repeated
    if let presence = written["field_presence"] {
      if tree.oneofIndex != nil || isRepeated || mapKey != nil {
        report("features.field_presence is not for repeated fields, maps and fields of a oneof", at: tree.position)
      } else if presence == "IMPLICIT", kind.isMessage {
        report("a message field cannot have implicit presence", at: tree.position)
      }
    }
    if features.presence == .implicit, tree.oneofIndex == nil, !isRepeated, mapKey == nil {
      checkImplicit(tree, kind: kind)
    }
    if let encoding = written["repeated_field_encoding"],
      !isRepeated || encoding == "PACKED" && !kind.isPackable
    {
      report(
        "features.repeated_field_encoding is for repeated fields, PACKED for numbers, bools and enums",
        at: tree.position)
    }
    if written["utf8_validation"] != nil, kind != .scalar(.string), mapKey != .string {
      report("features.utf8_validation is for strings", at: tree.position)
    }
    if written["message_encoding"] != nil, !kind.isMessage || mapKey != nil {
      report("features.message_encoding is for message fields", at: tree.position)
    }
  }

  private mutating func checkImplicit(_ tree: FieldSyntax, kind: FieldDescriptor.Kind) {
    if tree.options.value("default") != nil {
      report("a field of implicit presence has no default", at: tree.position)
    }
    if case .enumeration(let name) = kind, enums[name]?.isClosed == true {
      report("a field of implicit presence cannot be of the closed enum \(name)", at: tree.typePosition)
    }
  }

  private func position(of name: String, in options: [OptionSyntax]) -> Position {
    options.last { $0.name.first == name }?.position ?? Position()
  }
}

extension FileSyntax {
  /// Whether languages with a smaller runtime get code for that.
  fileprivate var isLite: Bool { options.value("optimize_for") == .identifier("LITE_RUNTIME") }
}

extension FieldDescriptor.Kind {
  /// Whether a list of it may be packed.
  fileprivate var isPackable: Bool {
    switch self {
    case .scalar(let type): type.isPackable
    case .enumeration: true
    case .message, .group: false
    }
  }

  /// Whether it is an integer of 64 bits.
  fileprivate var isWide: Bool {
    guard case .scalar(let type) = self else { return false }
    return [.int64, .uint64, .sint64, .fixed64, .sfixed64].contains(type)
  }

  fileprivate var isPlainMessage: Bool {
    if case .message = self { true } else { false }
  }

  fileprivate var isMessage: Bool {
    switch self {
    case .message, .group: true
    case .scalar, .enumeration: false
    }
  }
}
