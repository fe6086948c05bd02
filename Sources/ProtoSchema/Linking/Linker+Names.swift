extension Linker {
  /// No two fields of a message may share a JSON name, neither one that was given nor the one they would have otherwise;
  /// proto2 had no JSON form when it was made, and there given names alone are compared.
  mutating func checkNames(of fields: [FieldDescriptor], in message: MessageSyntax, edition: Edition) {
    for field in fields { checkJSONName(of: field) }
    guard !message.options.isTrue("deprecated_legacy_json_field_conflicts") else { return }
    var reported: Set<String> = []
    for isGiven in [false, true] where isGiven || edition != .proto2 {
      var names: [String: String] = [:]
      for field in fields {
        let usual = Self.jsonName(field.name)
        if edition == .proto2, field.jsonName == usual { continue }
        let name = isGiven ? field.jsonName : usual
        guard let earlier = names.updateValue(field.name, forKey: name), reported.insert(field.name).inserted else {
          continue
        }
        report("the JSON name \"\(name)\" is that of \"\(earlier)\" already", at: field.position)
      }
    }
  }

  private mutating func checkJSONName(of field: FieldDescriptor) {
    if field.jsonName.utf8.contains(0) { report("a JSON name has no null character in it", at: field.position) }
    if field.jsonName.hasPrefix("["), field.jsonName.hasSuffix("]") {
      report("a JSON name in square brackets stands for an extension", at: field.position)
    }
  }

  /// A name is reserved once.
  mutating func checkReserved(_ names: [ReservedName]) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name.name).inserted {
      report("\"\(name.name)\" is reserved already", at: name.position)
    }
  }

  /// An enum says that it has aliases if it has, and else says nothing.
  mutating func checkAliases(of enumeration: EnumSyntax) {
    guard let option = enumeration.options.last(where: { $0.text == "allow_alias" }) else { return }
    if option.value == .identifier("false") {
      return report("allow_alias = false has no effect; leave it out", at: option.position)
    }
    guard Set(enumeration.values.map(\.number)).count == enumeration.values.count else { return }
    report("no two values of \(enumeration.name) share a number; leave allow_alias out", at: option.position)
  }
}
