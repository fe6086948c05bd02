/// Why a text is not the JSON form of a message.
///
/// It is what the reader throws inside; `JSONDecodingError` adds where it happened.
public enum JSONFault: Error, Sendable, Hashable {
  /// The text is not JSON: what was expected.
  case syntax(expected: String)
  /// A value of another kind than the field takes.
  case wrongType(expected: String)
  /// A number that the field's type cannot hold exactly.
  case outOfRange(text: String, type: String)
  /// A member the message does not have, with the names of those it has.
  case unknownField(name: String, allowed: [String])
  /// A member that was there before, perhaps under its other name.
  case duplicateField(name: String)
  /// A second member of the same oneof.
  case secondInOneof(name: String)
  /// A name the enum does not have, with those it has.
  case unknownEnumValue(name: String, allowed: [String])
  /// A string that has not the form its type demands.
  case malformed(expected: String)
  /// The string is not Unicode: invalid UTF-8 or half a surrogate pair.
  case invalidUnicode
  /// Messages lie more than 100 deep in one another, or objects and arrays that are stepped over do.
  case tooDeep
  /// An `Any` with content of a type that is not linked.
  case unknownType(url: String)
  /// Something follows the value.
  case trailingText

  /// The fault in words, with what is allowed.
  public var text: String {
    switch self {
    case .syntax(let expected): "not JSON: expected \(expected)"
    case .wrongType(let expected): "expected \(expected)"
    case .outOfRange(let text, let type): "\(text.shortened) is not a value of \(type)"
    case .unknownField(let name, let allowed): "unknown field \"\(name.shortened)\"; allowed are \(Self.list(allowed))"
    case .duplicateField(let name): "field \"\(name.shortened)\" is given twice"
    case .secondInOneof(let name): "only one field of \"\(name)\" may be given"
    case .unknownEnumValue(let name, let allowed):
      "unknown value \"\(name.shortened)\"; allowed are \(Self.list(allowed))"
    case .malformed(let expected): "expected \(expected)"
    case .invalidUnicode: "a string is not valid Unicode"
    case .tooDeep: "values lie more than \(WireLimits.depth) deep in one another"
    case .unknownType(let url): "the type \"\(url.shortened)\" is not linked"
    case .trailingText: "something follows the end of the value"
    }
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.joined(separator: ", ")
  }
}
