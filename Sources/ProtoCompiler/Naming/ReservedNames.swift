/// Names that declarations of a schema cannot have, for each kind of Swift scope.
enum ReservedNames {
  /// Names no type can have, wherever it is declared: Swift's own, those generated code names of the standard library,
  /// and the modules it names everything else with.
  static let types: Set<String> = [
    "Type", "Protocol", "Self", "Any", "String", "Int32", "Int64", "UInt32", "UInt64", "UInt8", "Float", "Double",
    "Bool", "Optional", "Array", "Dictionary", "Hashable", "Sendable", "WireFormat", "RPC", "ViewFields",
    "self", "init",
  ]

  /// Names of the static members that a message has beside its types, and of its members that are no fields.
  static let messageMembers: Set<String> = [
    "unknownFields", "messageName", "fieldTable", "hashValue", "hash", "encode", "decode", "merge", "serializedBytes",
    "jsonString", "jsonUTF8Bytes", "decodeJSON", "encodeJSON", "decodeJSONField", "encodeJSONFields", "acceptsJSONNull",
    "hasOwnJSONForm", "self", "init",
  ]

  /// Names that a type within a message cannot have.
  static let innerTypes = types.union(messageMembers).union(["check", "withView", "isPlain"])

  /// Names of the members that an enum, or the enum of a oneof, has beside its cases.
  static let enumMembers: Set<String> = [
    "unrecognized", "rawValue", "allKnown", "aliases", "protoName", "isJSONNull", "hashValue", "hash", "self", "init",
  ]

  /// Names that neither a stub's method nor the value with its descriptor can have.
  static let methods: Set<String> = ["self"]

  /// Names of the runtime's among the sets of message types.
  static let messageSets: Set<String> = ["wellKnown", "types", "init", "self", "_"]

  /// Words that need backticks: Swift's keywords, and those that mean something where a type is expected.
  static let words: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import", "init", "inout",
    "internal", "let", "open", "operator", "private", "precedencegroup", "protocol", "public", "rethrows", "static",
    "struct", "subscript", "typealias", "var", "break", "case", "catch", "continue", "default", "defer", "do", "else",
    "fallthrough", "for", "guard", "if", "in", "repeat", "return", "throw", "switch", "where", "while", "Any", "as",
    "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try", "Type", "Protocol", "any", "some",
    "each", "sending", "isolated", "nonisolated", "borrowing", "consuming",
  ]
}
