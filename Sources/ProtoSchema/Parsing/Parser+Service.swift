extension Parser {
  /// `service Name { … }`
  mutating func service() throws(Diagnostic) -> ServiceSyntax {
    let start = index
    advance()
    let place = current.position
    let name = try identifier("a service's name")
    try expect("{", after: "the service's name")
    var building = ServiceSyntax(name: name, position: place, comment: comment(of: start))
    try block(of: "service \(name)") { (parser) throws(Diagnostic) in
      if parser.isWord("option") {
        building.options.append(try parser.optionStatement())
      } else if parser.isWord("rpc") {
        building.methods.append(try parser.method())
      } else {
        throw parser.failure("expected rpc, option or \"}\", found \(parser.current.text)")
      }
    }
    return building
  }

  /// `rpc Name (stream A) returns (stream B);` or with a block of options.
  private mutating func method() throws(Diagnostic) -> MethodSyntax {
    let start = index
    advance()
    let place = current.position
    let name = try identifier("a method's name")
    let request = try side(after: "the method's name")
    guard takeWord("returns") else { throw failure("expected \"returns\", found \(current.text)") }
    let reply = try side(after: "\"returns\"")
    let lead = comment(before: start)
    var options: [OptionSyntax] = []
    let hasBlock = take("{")
    if hasBlock {
      try block(of: "rpc \(name)") { (parser) throws(Diagnostic) in
        guard parser.isWord("option") else {
          throw parser.failure("expected option or \"}\", found \(parser.current.text)")
        }
        options.append(try parser.optionStatement())
      }
    } else {
      try expect(";", after: "the method")
    }
    let text = lead.isEmpty ? trailingComment() : lead
    return MethodSyntax(
      name: name, request: request, reply: reply, options: options, hasBlock: hasBlock, comment: text, position: place)
  }

  private mutating func side(after what: String) throws(Diagnostic) -> MethodSyntax.Side {
    try expect("(", after: what)
    let isStream = takeWord("stream")
    let place = current.position
    let type = try dottedName("a message name")
    try expect(")", after: "the message's name")
    return MethodSyntax.Side(type: type, isStream: isStream, position: place)
  }
}
