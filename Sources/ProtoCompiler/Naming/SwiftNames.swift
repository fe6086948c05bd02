/// Turns names of a schema into Swift names.
enum SwiftNames {
  /// `segment_id` becomes `segmentID`; `id`, `url`, `http` and `https` are upper case unless they come first.
  static func lowerCamel(_ name: String) -> String {
    let words = words(of: name)
    guard let first = words.first else { return "_" + name }
    let rest = words.dropFirst().map { abbreviations.contains($0.lowercased()) ? $0.uppercased() : capitalized($0) }
    let joined = lowered(first) + rest.joined()
    return joined.utf8.first.map { $0 >= 0x30 && $0 <= 0x39 } == true ? "_" + joined : joined
  }

  /// `event_kind` becomes `EventKind`.
  static func upperCamel(_ name: String) -> String {
    let joined = words(of: name).map { capitalized($0) }.joined()
    return joined.utf8.first.map { $0 >= 0x30 && $0 <= 0x39 } == true ? "_" + joined : joined
  }

  /// A property's name: keywords in backticks, names the generated type needs itself with `Field` behind them.
  static func property(_ name: String) -> String {
    let camel = lowerCamel(name)
    return reservedProperties.contains(camel) ? camel + "Field" : escaped(camel)
  }

  /// A case's name: keywords in backticks, names the generated enum needs itself with `Value` behind them.
  static func enumCase(_ camel: String) -> String {
    reservedCases.contains(camel) ? camel + "Value" : escaped(camel)
  }

  /// A type's name; those Swift keeps for itself get `Message` behind them.
  static func type(_ name: String) -> String {
    reservedTypes.contains(name) ? name + "Message" : name
  }

  /// The name in backticks if it is a keyword.
  static func escaped(_ name: String) -> String {
    keywords.contains(name) ? "`\(name)`" : name
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

  private static let reservedProperties: Set<String> = [
    "unknownFields", "messageName", "fieldTable", "hashValue", "hash", "encode", "decode", "merge", "serializedBytes",
    "jsonString", "jsonUTF8Bytes", "decodeJSON", "encodeJSON", "decodeJSONField", "encodeJSONFields", "acceptsJSONNull",
    "hasOwnJSONForm", "self", "init",
  ]
  private static let reservedCases: Set<String> = [
    "unrecognized", "rawValue", "allKnown", "aliases", "protoName", "isJSONNull", "hashValue", "hash", "self", "init",
  ]
  private static let reservedTypes: Set<String> = [
    "Type", "Protocol", "Self", "Any", "String", "Int32", "Int64", "UInt32", "UInt64", "UInt8", "Float", "Double",
    "Bool", "Optional", "Array", "Dictionary", "Hashable", "Sendable",
    // What generated code names of the runtime.
    "UnknownFields", "FieldTable", "FieldMap", "Boxed", "WireReader", "WireWriter", "WireFault", "JSONReader",
    "JSONWriter", "JSONFault", "ViewFields", "MessageFields", "ImplicitField", "OptionalField", "RepeatedField",
    "MapField",
  ]

  private static let keywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
    "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
    "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else",
    "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as",
    "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try", "Type", "Protocol",
  ]
}
