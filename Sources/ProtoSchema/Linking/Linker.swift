/// Resolves the names of syntax trees and checks what the protobuf language demands beyond grammar.
struct Linker {
  var symbols = SymbolTable()
  var diagnostics: [Diagnostic] = []
  /// Every enum by full name.
  private(set) var enums: [String: EnumForm] = [:]
  /// The numbers every message leaves to extensions, by its full name.
  private(set) var extensionRanges: [String: [ExtensionRangeSyntax]] = [:]
  /// The extensions every message has been given, by its full name and their numbers.
  var extensionNumbers: [String: [Int64: String]] = [:]
  /// The options of every message as written, by its full name.
  private(set) var messageOptions: [String: [OptionSyntax]] = [:]
  /// Which types of the file being declared are kept from others.
  private var isLocal = LocalSymbols()
  /// How many messages are around what is being declared.
  private var depth = 0
  /// The file being linked.
  var path = ""

  /// Files with their names resolved and their options as written, in the order of the trees; a file has to come behind
  /// those it imports. What is wrong with them is in `diagnostics`.
  mutating func link(_ trees: [FileSyntax]) -> [FileDescriptor] {
    let byPath = Dictionary(trees.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    for tree in trees {
      declare(tree)
      symbols.setVisible(tree, among: byPath)
    }
    return trees.map { tree in
      let imports = tree.imports.compactMap { byPath[$0.path] }
      return file(tree, importing: imports)
    }
  }

  /// Whether so much is wrong that more findings would help nobody.
  var isFull: Bool { diagnostics.count >= Lexer.maximumDiagnostics }

  mutating func report(_ message: String, at position: Position) {
    guard !isFull else { return }
    diagnostics.append(Diagnostic(path: path, position: position, message: message))
  }

  // MARK: Names

  private mutating func declare(_ tree: FileSyntax) {
    path = tree.path
    let features = Features(tree.edition).applying(tree.options)
    if let (name, earlier) = symbols.declarePackage(tree.package, file: path) {
      report(
        "the package \"\(tree.package)\" needs \"\(name)\", which is declared at \(earlier.file):\(earlier.position)",
        at: Position())
    }
    isLocal = LocalSymbols(tree)
    for message in tree.messages { declare(message, in: tree.package, features) }
    for enumeration in tree.enums { declare(enumeration, in: tree.package, features) }
    for service in tree.services { declare(service.name, .other, in: tree.package, at: service.position) }
    for block in tree.extensions { declare(block, in: tree.package) }
  }

  private mutating func declare(_ message: MessageSyntax, in scope: String, _ features: Features) {
    declare(
      message.name, .message, in: scope, at: message.position,
      isLocal: isLocal.holds(message.visibility, isInner: depth > 0))
    depth += 1
    defer { depth -= 1 }
    messageOptions[Self.join(scope, message.name)] = message.options
    let inner = Self.join(scope, message.name)
    let features = features.applying(message.options)
    extensionRanges[inner] = message.extensionRanges
    for message in message.messages { declare(message, in: inner, features) }
    for enumeration in message.enums { declare(enumeration, in: inner, features) }
    for field in message.fields {
      declare(field.name, .other, in: inner, at: field.position)
      if case .map = field.type { declare(MapEntry.name(of: field.name), .other, in: inner, at: field.position) }
    }
    for oneof in message.oneofs { declare(oneof.name, .other, in: inner, at: oneof.position) }
    for block in message.extensions { declare(block, in: inner) }
  }

  private mutating func declare(_ block: ExtendSyntax, in scope: String) {
    for field in block.fields { declare(field.name, .extensionField, in: scope, at: field.position) }
  }

  private mutating func declare(_ enumeration: EnumSyntax, in scope: String, _ features: Features) {
    declare(
      enumeration.name, .enumeration, in: scope, at: enumeration.position,
      isLocal: isLocal.holds(enumeration.visibility, isInner: depth > 0))
    enums[Self.join(scope, enumeration.name)] = EnumForm(enumeration, features: features)
    for value in enumeration.values { declare(value.name, .enumValue, in: scope, at: value.position) }
  }

  private mutating func declare(
    _ name: String, _ symbol: SymbolTable.Symbol, in scope: String, at place: Position, isLocal: Bool = false
  ) {
    let fullName = Self.join(scope, name)
    if let file = symbols.file(ofPackage: fullName) {
      return report("\"\(fullName)\" is a package in \(file)", at: place)
    }
    guard let earlier = symbols.declare(fullName, symbol, file: path, at: place, isLocal: isLocal) else { return }
    let note = symbol == .enumValue ? " (enum values share the scope their enum is in)" : ""
    report("\"\(fullName)\" is declared already at \(earlier.file):\(earlier.position)\(note)", at: place)
  }

  static func join(_ scope: String, _ name: String) -> String {
    scope.isEmpty ? name : scope + "." + name
  }

  /// The full name a type's name stands for, reported when it stands for nothing.
  mutating func resolve(_ name: String, scope: String, at place: Position) -> (
    name: String, symbol: SymbolTable.Symbol
  )? {
    if let (fullName, entry) = symbols.resolve(name, scope: scope, file: path, accepting: \.isType) {
      if entry.symbol.isType, entry.isLocal, entry.file != path {
        report("\"\(name)\" is local to \"\(entry.file)\"; only what is exported there can be used here", at: place)
        return nil
      }
      if entry.symbol.isType { return (fullName, entry.symbol) }
      report("\"\(name)\" is not a type but a field, value or service", at: place)
    } else if !isFull {
      reportUnknown(name, scope: scope, at: place)
    }
    return nil
  }

  private mutating func reportUnknown(_ name: String, scope: String, at place: Position) {
    if let other = symbols.unimportedFile(declaring: name, from: path) {
      return report("\"\(name)\" is declared in \"\(other)\", which this file does not import", at: place)
    }
    let types = ScalarType.allCases.map(\.rawValue) + symbols.types(seenFrom: path, scope: scope)
    report(
      "\"\(name)\" is not a scalar type and no message or enum of that name is known here"
        + Suggestion.text(for: name, among: types), at: place)
  }
}
