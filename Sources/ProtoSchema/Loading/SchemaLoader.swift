/// Reads schema files with all they import and links them.
public struct SchemaLoader {
  /// Gives the bytes of the file imported by a path, or nil when there is none.
  public typealias Source = (_ path: String) -> [UInt8]?

  private let source: Source
  private var trees: [String: FileSyntax] = [:]
  private var order: [String] = []
  private var diagnostics: [Diagnostic] = []

  /// Loads and links files.
  /// - Parameters:
  ///   - paths: the files wanted, as they would be imported.
  ///   - source: where their text comes from.
  /// - Throws: `SchemaError` with everything that is wrong in all files read.
  public static func load(_ paths: [String], from source: @escaping Source) throws(SchemaError) -> Schema {
    var loader = SchemaLoader(source: source)
    for path in paths where loader.source(path) == nil {
      loader.diagnostics.append(
        Diagnostic(path: path, position: Position(), message: "there is no such file under the proto path"))
    }
    guard loader.diagnostics.isEmpty else { throw SchemaError(loader.diagnostics) }
    for path in paths { loader.visit(path, through: []) }
    guard loader.diagnostics.isEmpty else { throw SchemaError(loader.diagnostics) }
    return try loader.link()
  }

  private func link() throws(SchemaError) -> Schema {
    var linker = Linker()
    var files = linker.link(order.compactMap { trees[$0] })
    try Self.check(linker.diagnostics)
    var interpreter = OptionInterpreter(files: files, symbols: linker.symbols)
    for index in files.indices { interpreter.interpret(&files[index]) }
    try Self.check(interpreter.diagnostics)
    return Schema(files: files)
  }

  private static func check(_ diagnostics: [Diagnostic]) throws(SchemaError) {
    guard !diagnostics.isEmpty else { return }
    throw SchemaError(diagnostics.sorted { ($0.path, $0.position) < ($1.path, $1.position) })
  }

  private init(source: @escaping Source) {
    self.source = source
  }

  /// Reads a file and, before it is put in order, its imports.
  private mutating func visit(_ path: String, through chain: [String]) {
    guard trees[path] == nil, let bytes = source(path) else { return }
    let (tree, found) = Parser.parse(path: path, bytes: bytes)
    trees[path] = tree
    diagnostics += found
    var seen: Set<String> = []
    for item in tree.imports {
      guard seen.insert(item.path).inserted else {
        diagnostics.append(
          Diagnostic(path: path, position: item.position, message: "\"\(item.path)\" is imported twice"))
        continue
      }
      follow(item, of: path, through: chain + [path])
    }
    order.append(path)
  }

  private mutating func follow(_ item: ImportSyntax, of path: String, through chain: [String]) {
    if let start = chain.firstIndex(of: item.path) {
      let circle = (chain[start...] + [item.path]).joined(separator: " -> ")
      diagnostics.append(
        Diagnostic(path: path, position: item.position, message: "the files import each other in a circle: \(circle)"))
    } else if trees[item.path] == nil, source(item.path) == nil {
      diagnostics.append(
        Diagnostic(path: path, position: item.position, message: "\"\(item.path)\" was not found under the proto path"))
    } else {
      visit(item.path, through: chain)
    }
  }
}
