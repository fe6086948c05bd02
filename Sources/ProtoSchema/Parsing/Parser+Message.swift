extension Parser {
  /// `message Name { … }`
  mutating func message(_ visibility: SymbolVisibility? = nil) throws(Diagnostic) -> MessageSyntax {
    let start = visibility == nil ? index : index - 1
    advance()
    let place = current.position
    let name = try identifier("a message name")
    try expect("{", after: "the message's name")
    var message = MessageSyntax(name: name, visibility: visibility, position: place, comment: comment(of: start))
    try messageBody(&message)
    return message
  }

  mutating func messageBody(_ message: inout MessageSyntax) throws(Diagnostic) {
    var building = message
    defer { message = building }
    try block(of: "message \(message.name)") { (parser) throws(Diagnostic) in
      try parser.messageStatement(&building)
    }
  }

  private mutating func messageStatement(_ message: inout MessageSyntax) throws(Diagnostic) {
    guard case .identifier(let word) = current.kind, !nextIsName else {
      return try fieldStatement(into: &message, oneof: nil)
    }
    switch word {
    case "message": message.messages.append(try self.message())
    case "enum": message.enums.append(try enumeration())
    case "oneof": try oneof(into: &message)
    case "option": message.options.append(try optionStatement())
    case "extend": try extend(into: &message.extensions, messages: &message.messages)
    case "extensions": try extensionRanges(into: &message)
    case "reserved": try reserved(ranges: &message.reservedRanges, names: &message.reservedNames, maximum: 536_870_911)
    case "export" where edition.number > 1000, "local" where edition.number > 1000:
      let visibility = try visibility()
      if isWord("message") {
        message.messages.append(try self.message(visibility))
      } else {
        message.enums.append(try enumeration(visibility))
      }
    default: try fieldStatement(into: &message, oneof: nil)
    }
  }

  /// Whether the word here is a type's name although it is also a keyword: `message kind = 1;` has a `=` two words on.
  private var nextIsName: Bool {
    guard index + 2 < tokens.count, case .identifier = tokens[index + 1].kind else { return false }
    return tokens[index + 2].kind == .symbol(UInt8(ascii: "="))
      && !isWord("option")
  }

  private mutating func oneof(into message: inout MessageSyntax) throws(Diagnostic) {
    let start = index
    advance()
    let place = current.position
    let name = try identifier("a oneof's name")
    try expect("{", after: "the oneof's name")
    let number = message.oneofs.count
    message.oneofs.append(OneofSyntax(name: name, position: place, comment: comment(of: start)))
    var building = message
    defer { message = building }
    try block(of: "oneof \(name)") { (parser) throws(Diagnostic) in
      if parser.isWord("option"), !parser.nextIsName {
        building.oneofs[number].options.append(try parser.optionStatement())
      } else {
        try parser.fieldStatement(into: &building, oneof: number)
      }
    }
  }

  private mutating func extensionRanges(into message: inout MessageSyntax) throws(Diagnostic) {
    advance()
    let isSet = message.options.isTrue("message_set_wire_format")
    let ranges = try numberRanges(maximum: isSet ? Int64(Int32.max) - 1 : 536_870_911)
    let options = try bracketOptions()
    message.extensionRanges += ranges.map { ExtensionRangeSyntax(range: $0, options: options) }
    try expect(";", after: "the extension ranges")
  }

  /// `extend Name { … }`; groups in it bring a message with them.
  mutating func extend(into blocks: inout [ExtendSyntax], messages: inout [MessageSyntax]) throws(Diagnostic) {
    advance()
    let place = current.position
    let extendee = try dottedName("a message name")
    try expect("{", after: "the extended message's name")
    var holder = MessageSyntax(name: extendee, position: place, comment: "")
    defer {
      blocks.append(ExtendSyntax(extendee: extendee, position: place, fields: holder.fields))
      messages += holder.messages
    }
    try block(of: "extend \(extendee)") { (parser) throws(Diagnostic) in
      try parser.fieldStatement(into: &holder, oneof: nil)
    }
    guard !holder.fields.isEmpty else { throw failure("extend \(extendee) has no field", at: place) }
  }
}
