/// Every name the files of a schema declare, and which file may see which.
struct SymbolTable {
  enum Symbol: Hashable {
    case message, enumeration, enumValue, extensionField, other

    /// Whether a field can be of it.
    var isType: Bool { self == .message || self == .enumeration }
  }

  struct Entry {
    var symbol: Symbol
    var file: String
    var position: Position
    /// Whether only its own file may use it.
    var isLocal = false
  }

  private(set) var entries: [String: Entry] = [:]
  private var packages: [String: String] = [:]
  private var visibleFiles: [String: Set<String>] = [:]
  /// The files that a file may use the options of, and nothing else.
  private var optionFiles: [String: Set<String>] = [:]

  /// Adds a name.
  /// - Returns: the entry that has it already, if any.
  mutating func declare(_ fullName: String, _ symbol: Symbol, file: String, at position: Position, isLocal: Bool)
    -> Entry?
  {
    if let earlier = entries[fullName] { return earlier }
    entries[fullName] = Entry(symbol: symbol, file: file, position: position, isLocal: isLocal)
    return nil
  }

  /// Adds a package and those it is in.
  /// - Returns: a name among them that is something else, and where that is declared.
  mutating func declarePackage(_ package: String, file: String) -> (name: String, earlier: Entry)? {
    var name = ""
    for part in package.split(separator: ".") {
      name = Linker.join(name, String(part))
      if let earlier = entries[name] { return (name, earlier) }
      if packages[name] == nil { packages[name] = file }
    }
    return nil
  }

  /// A file with a package of this name, or one within it.
  func file(ofPackage name: String) -> String? { packages[name] }

  /// Lets a file see itself, its imports, and what those import publicly.
  mutating func setVisible(_ tree: FileSyntax, among trees: [String: FileSyntax]) {
    let plain = tree.imports.filter { $0.kind != .option }.map(\.path)
    visibleFiles[tree.path] = Self.seen(from: plain, among: trees).union([tree.path])
    let forOptions = tree.imports.filter { $0.kind == .option }.map(\.path)
    optionFiles[tree.path] = Self.seen(from: forOptions, among: trees)
  }

  private static func seen(from paths: [String], among trees: [String: FileSyntax]) -> Set<String> {
    var seen: Set<String> = []
    var pending = paths
    while let path = pending.popLast() {
      guard seen.insert(path).inserted, let imported = trees[path] else { continue }
      pending += imported.imports.filter { $0.kind == .isPublic }.map(\.path)
    }
    return seen
  }

  /// Resolves a name as C++ does: the innermost scope that knows its first part decides; one without points passes by
  /// what is not of the kind looked for.
  func resolve(
    _ name: String, scope: String, file: String, isForOption: Bool = false, accepting: (Symbol) -> Bool
  ) -> (fullName: String, entry: Entry)? {
    if name.hasPrefix(".") { return visible(String(name.dropFirst()), file, isForOption) }
    let first = name.split(separator: ".").first.map(String.init) ?? name
    var scope = scope
    while true {
      let prefix = scope.isEmpty ? "" : scope + "."
      if first == name, let found = visible(prefix + name, file, isForOption), accepting(found.entry.symbol) {
        return found
      }
      if first != name, let found = visible(prefix + name, file, isForOption) { return found }
      if first != name, let outer = visible(prefix + first, file, isForOption), outer.entry.symbol == .message {
        return nil
      }
      guard !scope.isEmpty else { return nil }
      scope = scope.lastIndex(of: ".").map { String(scope[..<$0]) } ?? ""
    }
  }

  private func visible(
    _ fullName: String, _ file: String, _ isForOption: Bool
  ) -> (fullName: String, entry: Entry)? {
    guard let entry = entries[fullName] else { return nil }
    let isSeen = visibleFiles[file]?.contains(entry.file) == true
    guard isSeen || isForOption && optionFiles[file]?.contains(entry.file) == true else { return nil }
    return (fullName, entry)
  }

  /// The file that declares a name of this ending although the asking file does not import it.
  func unimportedFile(declaring name: String, from file: String) -> String? {
    let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
    return entries.filter { ($0.key == plain || $0.key.hasSuffix("." + plain)) && $0.value.symbol.isType }
      .map(\.value.file).filter { visibleFiles[file]?.contains($0) != true }.min()
  }

  /// The names a file may write for the types it sees: without the scope they stand in, and in full, in order.
  func types(seenFrom file: String, scope: String) -> [String] {
    let names = entries.filter { $0.value.symbol.isType && visibleFiles[file]?.contains($0.value.file) == true }.keys
    let parts = scope.split(separator: ".")
    let scopes = parts.indices.map { parts[...$0].joined(separator: ".") + "." }
    let short = scopes.flatMap { scope in
      names.filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
    }
    let last = names.compactMap { $0.split(separator: ".").last.map(String.init) }
    return short.sorted() + last.sorted() + names.sorted()
  }
}
