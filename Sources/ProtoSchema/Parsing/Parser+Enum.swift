extension Parser {
  /// `enum Name { … }`
  mutating func enumeration(_ visibility: SymbolVisibility? = nil) throws(Diagnostic) -> EnumSyntax {
    let start = visibility == nil ? index : index - 1
    advance()
    let place = current.position
    let name = try identifier("an enum's name")
    try expect("{", after: "the enum's name")
    var building = EnumSyntax(name: name, visibility: visibility, position: place, comment: comment(of: start))
    try block(of: "enum \(name)") { (parser) throws(Diagnostic) in try parser.enumStatement(&building) }
    return building
  }

  private mutating func enumStatement(_ enumeration: inout EnumSyntax) throws(Diagnostic) {
    let isValue = index + 1 < tokens.count && tokens[index + 1].kind == .symbol(UInt8(ascii: "="))
    if !isValue, isWord("option") {
      enumeration.options.append(try optionStatement())
    } else if !isValue, isWord("reserved") {
      try reserved(
        ranges: &enumeration.reservedRanges, names: &enumeration.reservedNames, maximum: Int64(Int32.max))
    } else {
      enumeration.values.append(try enumValue())
    }
  }

  private mutating func enumValue() throws(Diagnostic) -> EnumValueSyntax {
    let start = index
    let place = current.position
    let name = try identifier("an enum value, or \"}\"")
    try expect("=", after: "the value's name")
    let number = try signedInteger("an enum value's number")
    let options = try bracketOptions()
    try expect(";", after: "the enum value")
    return EnumValueSyntax(
      name: name, number: number, options: options, comment: comment(of: start), position: place)
  }
}
