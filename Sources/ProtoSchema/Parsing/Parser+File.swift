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
    defer { edition = file.edition }
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
    case "import": file.imports.append(try importLine(behind: file.imports.last))
    case "package": try package(of: &file)
    case "option": file.options.append(try optionStatement())
    case "message": file.messages.append(try message())
    case "enum": file.enums.append(try enumeration())
    case "service": file.services.append(try service())
    case "extend": try extend(into: &file.extensions, messages: &file.messages)
    case "export", "local":
      let visibility = try visibility()
      if isWord("message") {
        file.messages.append(try message(visibility))
      } else {
        file.enums.append(try enumeration(visibility))
      }
    default:
      let allowed = ["import", "package", "option", "message", "enum", "service", "extend"]
      let hint = Suggestion.text(for: word, among: allowed)
      throw failure(
        "\"\(word)\" begins no declaration; allowed are import, package, option, message, enum, service and extend\(hint)"
      )
    }
  }

  /// `export` or `local`, which an edition from 2024 has before messages and enums.
  mutating func visibility() throws(Diagnostic) -> SymbolVisibility {
    let isExport = isWord("export")
    guard edition.number > 1000 else {
      throw failure("\(current.text) before a declaration begins with edition 2024; this file is \(edition.name)")
    }
    advance()
    guard isWord("message") || isWord("enum") else {
      throw failure("\(isExport ? "export" : "local") stands before message and enum, not before \(current.text)")
    }
    return isExport ? .export : .local
  }

  private mutating func importLine(behind last: ImportSyntax?) throws(Diagnostic) -> ImportSyntax {
    let start = current.position
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
    if kind == .option, edition.number < 1001 {
      report(failure("import option begins with edition 2024; this file is \(edition.name)", at: start))
    }
    if kind == .weak, edition.number > 1000 {
      report(failure("import weak ended before edition 2024; use import option", at: start))
    }
    if kind != .option, last?.kind == .option {
      report(failure("imports stand before every import option", at: start))
    }
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
