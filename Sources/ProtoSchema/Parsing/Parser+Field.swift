extension Parser {
  /// A field, a map field or a group.
  mutating func fieldStatement(into message: inout MessageSyntax, oneof: Int?) throws(Diagnostic) {
    let start = index
    let label = fieldLabel()
    let typePlace = current.position
    let type = try fieldType()
    let place = current.position
    let name = try identifier("a field's name")
    try expect("=", after: "the field's name")
    let number = try signedInteger("a field number")
    let options = try bracketOptions()
    var field = FieldSyntax(
      name: name, number: number, label: label, type: type, options: options, oneofIndex: oneof,
      precedingMessages: message.messages.count, comment: comment(before: start), position: place,
      typePosition: typePlace)
    if case .group = type {
      try groupBody(of: &field, into: &message, start: start)
    } else {
      try expect(";", after: "the field")
      if field.comment.isEmpty { field.comment = trailingComment() }
    }
    message.fields.append(field)
  }

  private mutating func fieldLabel() -> FieldSyntax.Label {
    guard index + 1 < tokens.count else { return .none }
    switch tokens[index + 1].kind {
    case .identifier, .symbol(UInt8(ascii: ".")): break
    default: return .none
    }
    if takeWord("optional") { return .optional }
    if takeWord("required") { return .required }
    if takeWord("repeated") { return .repeated }
    return .none
  }

  private mutating func fieldType() throws(Diagnostic) -> FieldSyntax.TypeName {
    let follows = index + 1 < tokens.count ? tokens[index + 1].kind : .end
    if isWord("map"), follows == .symbol(UInt8(ascii: "<")) { return try mapType() }
    if isWord("group"), case .identifier = follows {
      advance()
      if case .identifier(let name) = follows { return .group(name) }
    }
    return .named(try dottedName("a field, or \"}\""))
  }

  private mutating func mapType() throws(Diagnostic) -> FieldSyntax.TypeName {
    advance()
    advance()
    let key = try dottedName("a map's key type")
    try expect(",", after: "the map's key type")
    let value = try dottedName("a map's value type")
    try expect(">", after: "the map's value type")
    return .map(key: key, value: value)
  }

  /// A group declares a message and a field whose name is that message's in lower case.
  private mutating func groupBody(
    of field: inout FieldSyntax, into message: inout MessageSyntax, start: Int
  ) throws(Diagnostic) {
    try expect("{", after: "the group's number")
    var body = MessageSyntax(name: field.name, position: field.position, comment: comment(before: start))
    try messageBody(&body)
    message.messages.append(body)
    field.name = field.name.lowercased()
  }
}
