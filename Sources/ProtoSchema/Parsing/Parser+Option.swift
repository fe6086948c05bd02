extension Parser {
  /// `option name = value;`
  mutating func optionStatement() throws(Diagnostic) -> OptionSyntax {
    advance()
    let option = try optionAssignment()
    try expect(";", after: "the option")
    return option
  }

  /// `[name = value, …]`, or nothing.
  mutating func bracketOptions() throws(Diagnostic) -> [OptionSyntax] {
    guard take("[") else { return [] }
    var options = [try optionAssignment()]
    while take(",") { options.append(try optionAssignment()) }
    try expect("]", after: "the options")
    return options
  }

  private mutating func optionAssignment() throws(Diagnostic) -> OptionSyntax {
    let place = current.position
    var name = [try optionNamePart()]
    while take(".") { name.append(try optionNamePart()) }
    try expect("=", after: "the option's name")
    return OptionSyntax(name: name, value: try optionValue(), position: place)
  }

  private mutating func optionNamePart() throws(Diagnostic) -> String {
    guard take("(") else { return try identifier("an option's name") }
    let name = try dottedName("an extension's name")
    try expect(")", after: "the extension's name")
    return "(\(name))"
  }

  mutating func optionValue() throws(Diagnostic) -> OptionValue {
    if isSymbol("{") { return .aggregate(try aggregate(until: "}")) }
    let isNegative = take("-")
    defer { advance() }
    switch current.kind {
    case .integer(let magnitude): return .integer(magnitude: magnitude, isNegative: isNegative)
    case .float(let value): return .float(isNegative ? -value : value)
    case .identifier(let word) where isNegative:
      guard word == "inf" || word == "nan" else { throw failure("\"-\" stands before a number, inf or nan only") }
      return .float(word == "inf" ? -.infinity : .nan)
    case .identifier(let word): return .identifier(word)
    case .string where !isNegative:
      let bytes = try string("a string")
      index -= 1
      return .string(bytes)
    default: throw failure("expected an option's value, found \(current.text)")
    }
  }

  /// Text format between braces or angle brackets: fields with or without `:`, separated by nothing, `,` or `;`.
  private mutating func aggregate(until close: Unicode.Scalar) throws(Diagnostic) -> [OptionSyntax] {
    guard depth < Self.maximumDepth else {
      throw failure("an option's value is nested more than \(Self.maximumDepth) deep")
    }
    depth += 1
    defer { depth -= 1 }
    advance()
    var fields: [OptionSyntax] = []
    while !take(close) {
      let place = current.position
      let name = try aggregateName()
      let hasColon = take(":")
      guard hasColon || isSymbol("{") || isSymbol("<") || isSymbol("[") else {
        throw failure("expected \":\" after \"\(name)\"")
      }
      fields.append(OptionSyntax(name: [name], value: try aggregateValue(), position: place))
      if !take(",") { _ = take(";") }
    }
    return fields
  }

  /// A field's name, or an extension or type URL in square brackets.
  private mutating func aggregateName() throws(Diagnostic) -> String {
    guard take("[") else { return try identifier("a field's name or \"}\"") }
    var name = try dottedName("an extension's name")
    while take("/") { name += "/" + (try dottedName("a type's name")) }
    try expect("]", after: "the extension's name")
    return "[\(name)]"
  }

  private mutating func aggregateValue() throws(Diagnostic) -> OptionValue {
    if isSymbol("<") { return .aggregate(try aggregate(until: ">")) }
    guard isSymbol("[") else { return try optionValue() }
    guard depth < Self.maximumDepth else {
      throw failure("an option's value is nested more than \(Self.maximumDepth) deep")
    }
    depth += 1
    defer { depth -= 1 }
    advance()
    var values: [OptionValue] = []
    while !take("]") {
      values.append(try aggregateValue())
      if !take(","), !isSymbol("]") { throw failure("expected \",\" or \"]\" in the list, found \(current.text)") }
    }
    return .list(values)
  }
}
