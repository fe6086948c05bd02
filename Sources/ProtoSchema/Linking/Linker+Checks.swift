extension Linker {
  /// Field numbers: range, uniqueness, reserved and extension ranges.
  mutating func check(_ message: MessageSyntax, edition: Edition) {
    var numbers: [Int64: String] = [:]
    for field in message.fields {
      checkNumber(field)
      if let earlier = numbers.updateValue(field.name, forKey: field.number) {
        report("field number \(field.number) is used by \"\(earlier)\" already", at: field.position)
      }
      if message.reservedRanges.contains(where: { $0.contains(field.number) }) {
        report("field number \(field.number) is reserved", at: field.position)
      }
      if message.extensionRanges.contains(where: { $0.range.contains(field.number) }) {
        report("field number \(field.number) lies in an extension range", at: field.position)
      }
      if message.reservedNames.contains(where: { $0.name == field.name }) {
        report("the field name \"\(field.name)\" is reserved", at: field.position)
      }
    }
    checkReserved(message.reservedNames)
    checkDeclarations(of: message.extensionRanges)
    check(message.options, of: message, edition: edition)
    let isSet = message.options.isTrue("message_set_wire_format")
    let most = isSet ? Int64(Int32.max) - 1 : 536_870_911
    check(message.reservedRanges + message.extensionRanges.map(\.range), within: 1...most)
    for (index, oneof) in message.oneofs.enumerated() where !message.fields.contains(where: { $0.oneofIndex == index })
    {
      report("oneof \(oneof.name) has no field", at: oneof.position)
    }
    if edition == .proto3, let range = message.extensionRanges.first {
      report("proto3 messages have no extension ranges", at: range.range.position)
    }
  }

  private mutating func checkNumber(_ field: FieldSyntax) {
    guard (1...536_870_911).contains(field.number), !(19_000...19_999).contains(field.number) else {
      return report(
        "field number \(field.number) is not allowed; 1 to 18999 and 20000 to 536870911 are", at: field.position)
    }
  }

  /// Labels, and what a dialect does not have.
  mutating func check(_ field: FieldSyntax, edition: Edition) {
    if field.oneofIndex != nil, field.label != .none {
      report("a field of a oneof has no label", at: field.typePosition)
    }
    if case .map = field.type {
      if field.label != .none { report("a map field has no label", at: field.typePosition) }
      if field.oneofIndex != nil { report("a map cannot be in a oneof", at: field.typePosition) }
    }
    switch edition {
    case .proto2:
      let needsLabel = if case .map = field.type { false } else { field.oneofIndex == nil }
      if needsLabel, field.label == .none {
        report("a proto2 field begins with optional, required or repeated", at: field.typePosition)
      }
    case .proto3:
      if field.label == .required { report("proto3 has no required fields", at: field.typePosition) }
      if case .group = field.type { report("proto3 has no groups", at: field.typePosition) }
      if field.options.value("default") != nil { report("proto3 fields have no default", at: field.position) }
    case .edition:
      if field.label == .required || field.label == .optional {
        report("editions have no optional and required; use features.field_presence", at: field.typePosition)
      }
    }
  }

  mutating func check(_ enumeration: EnumSyntax, isClosed: Bool) {
    guard let first = enumeration.values.first else {
      return report("enum \(enumeration.name) has no value", at: enumeration.position)
    }
    if !isClosed, first.number != 0 {
      report("the first value of an open enum must be 0", at: first.position)
    }
    checkReserved(enumeration.reservedNames)
    checkAliases(of: enumeration)
    check(enumeration.reservedRanges, within: Int64(Int32.min)...Int64(Int32.max))
    var numbers: [Int64: String] = [:]
    for value in enumeration.values {
      if value.number < Int64(Int32.min) || value.number > Int64(Int32.max) {
        report("enum values lie between -2147483648 and 2147483647", at: value.position)
      }
      if enumeration.reservedRanges.contains(where: { $0.contains(value.number) }) {
        report("enum number \(value.number) is reserved", at: value.position)
      }
      if enumeration.reservedNames.contains(where: { $0.name == value.name }) {
        report("the value name \"\(value.name)\" is reserved", at: value.position)
      }
      if let earlier = numbers.updateValue(value.name, forKey: value.number), !enumeration.options.isTrue("allow_alias")
      {
        report("\(value.number) is the number of \(earlier) already; set allow_alias to allow it", at: value.position)
      }
    }
    if !isClosed, !enumeration.options.isTrue("deprecated_legacy_json_field_conflicts") {
      checkShortNames(of: enumeration)
    }
  }

  /// Languages that scope values leave out the enum's name before them and the underscores: then two names may be one.
  private mutating func checkShortNames(of enumeration: EnumSyntax) {
    var values: [String: EnumValueSyntax] = [:]
    for value in enumeration.values {
      let short = EnumValueName.short(value.name, in: enumeration.name)
      guard let earlier = values[short] else {
        values[short] = value
        continue
      }
      guard earlier.number != value.number, earlier.name != value.name else { continue }
      report(
        "\(value.name) and \(earlier.name) are both \"\(short)\" without the enum's name and underscores; "
          + "give them one number or rename one",
        at: value.position)
    }
  }
}
