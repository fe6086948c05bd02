/// Turns names of a schema into the names they would have in Swift if nothing else had them.
enum SwiftNames {
  /// `segment_id` becomes `segmentID`; `id`, `url`, `http` and `https` are upper case unless they come first.
  static func lowerCamel(_ name: String) -> String {
    let words = words(of: name)
    guard let first = words.first else { return "_" + name }
    let rest = words.dropFirst().map { abbreviations.contains($0.lowercased()) ? $0.uppercased() : capitalized($0) }
    return identifier(lowered(first) + rest.joined())
  }

  /// `event_kind` becomes `EventKind`.
  static func upperCamel(_ name: String) -> String {
    let joined = words(of: name).map { capitalized($0) }.joined()
    return joined.isEmpty ? "_" + name : identifier(joined)
  }

  /// A path in one word: `shop/v1/order.proto` becomes `shop_v1_order`.
  static func word(_ path: String) -> String {
    let stem = path.hasSuffix(".proto") ? path.dropLast(6) : path[...]
    return identifier(String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }))
  }

  /// The name in backticks if it is a keyword.
  static func escaped(_ name: String) -> String {
    ReservedNames.words.contains(name) ? "`\(name)`" : name
  }

  /// Whether a text can begin a name.
  static func isPrefix(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } && identifier(text) == text
  }

  private static func identifier(_ name: String) -> String {
    name.utf8.first.map { $0 >= 0x30 && $0 <= 0x39 } == true ? "_" + name : name
  }

  /// The words of a name: cut at underscores; a name all in upper case becomes lower case.
  private static func words(of name: String) -> [String] {
    let hasLowerCase = name.utf8.contains { $0 >= 0x61 && $0 <= 0x7A }
    let name = hasLowerCase ? name : name.lowercased()
    return name.split(separator: "_").map(String.init)
  }

  private static func capitalized(_ word: String) -> String {
    word.prefix(1).uppercased() + word.dropFirst()
  }

  private static func lowered(_ word: String) -> String {
    word.prefix(1).lowercased() + word.dropFirst()
  }

  private static let abbreviations: Set<String> = ["id", "url", "http", "https"]
}
