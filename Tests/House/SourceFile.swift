/// A file of Swift as the rules see it: where it lies, what it imports, declares and names.
struct SourceFile {
  /// Where it lies below `Sources/` or `Tests/`: "Room/Folder/File.swift".
  let path: String
  /// Its text without comments and strings.
  let code: String
  let imports: Set<String>
  let declarations: [Declaration]
  /// Every word of its code.
  let names: Set<String>

  init(path: String, source: String) {
    self.path = path
    code = SwiftText.code(of: source)
    let lines = code.split(separator: "\n")
    imports = Set(lines.compactMap(Self.importedModule))
    declarations = lines.compactMap(Declaration.init(line:))
    names = code.words
  }

  /// The target: the first folder of its path.
  var room: String { String(path.prefix { $0 != "/" }) }

  /// The folder inside the target; "." for what lies in the target itself.
  var folder: String {
    let inside = path.split(separator: "/").dropFirst().dropLast().joined(separator: "/")
    return inside.isEmpty ? "." : inside
  }

  private static func importedModule(_ line: Substring) -> String? {
    let words = line.split(separator: " ").drop { $0.hasPrefix("@") || Declaration.modifiers.contains(String($0)) }
    guard words.first == "import", let last = words.last else { return nil }
    return last.split(separator: ".").first.map(String.init)
  }
}

/// A type, or a function outside of types, that a line begins to declare.
struct Declaration: Equatable {
  let keyword: String
  let name: String
  /// Whether it stands in no other declaration.
  let isOutermost: Bool
  /// Whether only its own file sees it.
  let isPrivate: Bool

  static let modifiers: Set<String> = [
    "public", "package", "internal", "private", "fileprivate", "final", "indirect", "nonisolated", "open",
  ]
  private static let keywords: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias", "func"]

  init?(line: Substring) {
    isOutermost = !line.hasPrefix(" ")
    var words = line.split { " ({:<".contains($0) }.drop { $0.hasPrefix("@") }
    let modifiers = words.prefix { Self.modifiers.contains(String($0)) }
    words = words.dropFirst(modifiers.count)
    guard words.count > 1, let keyword = words.first, Self.keywords.contains(String(keyword)) else { return nil }
    self.keyword = String(keyword)
    name = String(words[words.startIndex + 1])
    isPrivate = modifiers.contains { $0.hasSuffix("private") }
    guard keyword == "func" ? isOutermost : name.first?.isUppercase == true else { return nil }
  }

  /// Whether it is a type with a body of its own.
  var isType: Bool { keyword != "func" && keyword != "typealias" }
}
