extension OptionEncoder {
  /// The field a name in text format stands for: a field's, a group's message, or an extension in square brackets.
  func textField(_ item: OptionSyntax, of message: MessageDescriptor) throws(Diagnostic) -> FieldDescriptor {
    if item.text.hasPrefix("[") {
      return try extensionField(String(item.text.dropFirst().dropLast()), of: message, item)
    }
    if let field = types.field(item.text, of: message) { return field }
    let group = message.fields.first { field in
      guard case .group(let name) = field.kind else { return false }
      return name.split(separator: ".").last.map(String.init) == item.text
    }
    if let group { return group }
    let hint = Suggestion.text(for: item.text, among: message.fields.map(\.name))
    throw failure("the message \(message.fullName) has no field \"\(item.text)\"\(hint)", at: item)
  }

  /// The extension of a name as written, checked to extend the message.
  func extensionField(
    _ name: String, of message: MessageDescriptor, _ option: OptionSyntax
  ) throws(Diagnostic) -> FieldDescriptor {
    guard
      let found = symbols.resolve(
        name, scope: scope, file: path, isForOption: true, accepting: { $0 == .extensionField }),
      let field = types.extensionField(found.fullName)
    else {
      throw failure(
        "\"\(name)\" is no extension known here; is the import of the file that declares it missing?", at: option)
    }
    guard field.extendee == message.fullName else {
      throw failure("\"\(name)\" extends \(field.extendee ?? "nothing") and not \(message.fullName)", at: option)
    }
    return field
  }

  /// An entry of a map: `{ key: … value: … }`, both always written.
  func entry(
    _ value: OptionValue, key: ScalarType, of field: FieldDescriptor, at option: OptionSyntax
  ) throws(Diagnostic) -> OptionFields {
    guard case .aggregate(let items) = value else {
      throw failure("an entry of the map \(option.text) is { key: … value: … }", at: option)
    }
    return try message(items, of: MessageDescriptor.entry(of: field, key: key), at: option.position)
  }

  /// `[type.googleapis.com/name] { … }` inside an `Any`: the message of that name, packed.
  func any(_ item: OptionSyntax, in message: MessageDescriptor) throws(Diagnostic) -> OptionFields? {
    guard message.fullName == "google.protobuf.Any", item.text.hasPrefix("["), let slash = item.text.lastIndex(of: "/")
    else { return nil }
    let name = String(item.text[item.text.index(after: slash)...].dropLast())
    guard let packed = types.message(name), case .aggregate(let items) = item.value else {
      throw failure("\"\(item.text)\" is followed by a message of a type known here, in braces", at: item)
    }
    var (url, content, fields) = (MessageBytes(), MessageBytes(), OptionFields())
    url.delimited(Array(item.text.utf8.dropFirst().dropLast()))
    content.delimited(try self.message(items, of: packed, at: item.position).bytes)
    for (field, value) in zip(message.fields, [url, content]) { _ = fields.set(.value(value.bytes), along: [field]) }
    return fields
  }
}

extension MessageDescriptor {
  /// The message of a map's entries, whose two fields are written even at their defaults.
  fileprivate static func entry(of field: FieldDescriptor, key: ScalarType) -> MessageDescriptor {
    let fields = [("key", 1, FieldDescriptor.Kind.scalar(key)), ("value", 2, field.kind)].map { name, number, kind in
      FieldDescriptor(
        name: name, jsonName: name, number: number, kind: kind, cardinality: .optional, comment: "",
        position: field.position)
    }
    return MessageDescriptor(
      name: field.entryName, fullName: field.entryName, file: "", comment: "", fields: fields, oneofs: [],
      messages: [], enums: [], reservedRanges: [], reservedNames: [], position: field.position)
  }
}
