extension Parser {
  mutating func file() -> FileSyntax {
    var file = FileSyntax(path: path)
    attempt { (parser) throws(Diagnostic) in try parser.edition(of: &file) }
    while !isAtEnd {
      if take(";") { continue }
      attempt { (parser) throws(Diagnostic) in try parser.topLevel(of: &file) }
      if isSymbol("}") {
        report(failure("\"}\" closes nothing"))
        advance()
      }
    }
    return file
  }

  private mutating func edition(of file: inout FileSyntax) throws(Diagnostic) {
    guard isWord("syntax") || isWord("edition") else { return }
    let isEdition = isWord("edition")
    advance()
    try expect("=", after: isEdition ? "\"edition\"" : "\"syntax\"")
    let place = current.position
    let name = String(decoding: try string("a dialect in quotes"), as: UTF8.self)
    try expect(";", after: "the dialect")
    switch (isEdition, name) {
    case (false, "proto2"): file.edition = .proto2
    case (false, "proto3"): file.edition = .proto3
    case (true, "2023"), (true, "2024"): file.edition = .edition(name)
    case (false, _): throw failure("unknown syntax \"\(name)\"; \"proto2\" and \"proto3\" are allowed", at: place)
    case (true, _): throw failure("unknown edition \"\(name)\"; \"2023\" and \"2024\" are allowed", at: place)
    }
  }

  private mutating func topLevel(of file: inout FileSyntax) throws(Diagnostic) {
    guard case .identifier(let word) = current.kind else {
      throw failure(
        "expected a declaration (import, package, option, message, enum, service, extend), found \(current.text)")
    }
    switch word {
    case "import": file.imports.append(try importLine())
    case "package": try package(of: &file)
    case "option": file.options.append(try optionStatement())
    case "message": file.messages.append(try message())
    case "enum": file.enums.append(try enumeration())
    case "service": file.services.append(try service())
    case "extend": try extend(into: &file.extensions, messages: &file.messages)
    case "export", "local": advance()
    default:
      let allowed = ["import", "package", "option", "message", "enum", "service", "extend"]
      let hint = Suggestion.text(for: word, among: allowed)
      throw failure(
        "\"\(word)\" begins no declaration; allowed are import, package, option, message, enum, service and extend\(hint)"
      )
    }
  }

  private mutating func importLine() throws(Diagnostic) -> ImportSyntax {
    advance()
    var kind = ImportSyntax.Kind.plain
    if takeWord("public") {
      kind = .isPublic
    } else if takeWord("weak") {
      kind = .weak
    } else if takeWord("option") {
      kind = .option
    }
    let place = current.position
    let path = String(decoding: try string("the path of a file in quotes"), as: UTF8.self)
    try expect(";", after: "the import")
    return ImportSyntax(path: path, kind: kind, position: place)
  }

  private mutating func package(of file: inout FileSyntax) throws(Diagnostic) {
    let place = current.position
    advance()
    let name = try dottedName("a package name")
    try expect(";", after: "the package")
    guard file.package.isEmpty else { throw failure("the file has a package already: \(file.package)", at: place) }
    file.package = name
  }
}
