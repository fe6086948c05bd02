internal import ProtoSchema

/// An HTTP request that a method answers to: what `(google.api.http)` on the method says of one.
struct RouteRule {
  /// Where the request message is.
  enum Input {
    /// In the body; of a method that takes a stream, a message on each line.
    case body
    /// In the query, a parameter for each field.
    case query
    /// In the query's parameter `request`, as the body of the POST beside it.
    case requestParameter
  }

  let method: MethodDescriptor
  /// `get` or `post`, as documents name them.
  let verb: String
  let path: String
  let input: Input
  /// Which of the method's routes it is, from 0.
  let index: Int

  /// What a base calls the operation by, the widest name first.
  var patchNames: [String] { ["*", "\(verb) *", method.name, "\(verb) \(path)"] }

  /// The routes of a method of a file, in the order of the schema.
  static func rules(of method: MethodDescriptor, in file: String) throws(Diagnostic) -> [RouteRule] {
    guard case .aggregate(let items)? = method.options.value(ofExtension: "google.api.http") else { return [] }
    let all = [items] + items.values("additional_bindings").compactMap(\.fields)
    let hasBody = all.contains { !$0.values("body").isEmpty }
    var rules: [RouteRule] = []
    for (index, items) in all.enumerated() {
      let (verb, path) = try request(items, of: method, in: file)
      let input: Input = verb == "post" ? .body : hasBody ? .requestParameter : .query
      rules.append(RouteRule(method: method, verb: verb, path: path, input: input, index: index))
    }
    return rules
  }

  private static func request(
    _ items: [OptionSyntax], of method: MethodDescriptor, in file: String
  ) throws(Diagnostic) -> (verb: String, path: String) {
    let body = items.values("body").first?.string
    switch (items.values("post").first?.string, items.values("get").first?.string) {
    case (let path?, nil) where body == "*": return ("post", path)
    case (nil, let path?) where body == nil: return ("get", path)
    default:
      throw Diagnostic(
        path: file, position: method.position,
        message: "(google.api.http) of \(method.name) is neither a post with the body \"*\" nor a get without a body")
    }
  }
}

extension DeclaredOptions {
  /// The value of an extension that is set as a whole; its name may be written from within its own package.
  func value(ofExtension fullName: String) -> OptionValue? {
    written.last { option in
      guard option.name.count == 1, let name = option.name.first, name.hasPrefix("("), name.hasSuffix(")") else {
        return false
      }
      let written = name.dropFirst().dropLast()
      return written == fullName || written == "." + fullName || fullName.hasSuffix("." + written)
    }?.value
  }
}

extension [OptionSyntax] {
  /// The values of a field of a message in text format; a list's are each one.
  func values(_ name: String) -> [OptionValue] {
    filter { $0.text == name }.flatMap { item in if case .list(let values) = item.value { values } else { [item.value] }
    }
  }
}

extension OptionValue {
  /// The fields of a message.
  var fields: [OptionSyntax]? { if case .aggregate(let items) = self { items } else { nil } }

  /// The text of a string.
  var string: String? { if case .string(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil } }

  /// The value as JSON; a field that is given more than once is an array.
  var json: JSONTree {
    switch self {
    case .identifier("true"): true
    case .identifier("false"): false
    case .identifier(let word): .string(word)
    case .integer(let magnitude, let isNegative): .number((isNegative ? "-" : "") + String(magnitude))
    case .float(let number): number.isFinite ? .number("\(number)") : .string("\(number)")
    case .string(let bytes): .string(String(decoding: bytes, as: UTF8.self))
    case .list(let values): .array(values.map(\.json))
    case .aggregate(let items):
      items.reduce(into: .object([])) { object, item in
        switch object[item.text] {
        case nil: object[item.text] = item.value.json
        case .array(let before)?: object[item.text] = .array(before + [item.value.json])
        case let before?: object[item.text] = [before, item.value.json]
        }
      }
    }
  }
}
