/// Checks the values of options against their types and gives their binary form.
struct OptionEncoder {
  let types: OptionTypes
  let symbols: SymbolTable
  /// The file the options stand in.
  let path: String
  /// Where names are looked up from: what the declaration with the options is declared in.
  let scope: String

  /// What carries the options.
  let target: OptionTarget
  /// The dialect of the file.
  let edition: Edition

  /// What an option gives to the field it sets.
  func content(_ option: OptionSyntax, of field: FieldDescriptor) throws(Diagnostic) -> OptionFields.Content {
    try content(option.value, of: field, at: option, isText: false)
  }

  /// The content of a message given in text format; proto3 defaults are left out.
  func message(
    _ items: [OptionSyntax], of message: MessageDescriptor, at place: Position
  ) throws(Diagnostic) -> OptionFields {
    var fields = OptionFields()
    for item in items {
      if let any = try any(item, in: message) { return any }
      let field = try textField(item, of: message)
      try checkUse(of: field, at: item)
      let values = if case .list(let values) = item.value { values } else { [item.value] }
      for value in values {
        guard fields.set(try content(value, of: field, at: item, isText: true), along: [field]) else {
          throw failure("\"\(field.name)\" is set more than once and is not repeated", at: item)
        }
      }
    }
    for field in message.fields where field.cardinality == .required && !fields.holds(field) {
      throw Diagnostic(path: path, position: place, message: "\(message.fullName) needs \"\(field.name)\"")
    }
    return fields
  }

  /// One value without its tag.
  private func content(
    _ value: OptionValue, of field: FieldDescriptor, at option: OptionSyntax, isText: Bool
  ) throws(Diagnostic) -> OptionFields.Content {
    if case .map(let key) = field.cardinality { return .message(try entry(value, key: key, of: field, at: option)) }
    switch field.kind {
    case .scalar(let type):
      if let bytes = OptionScalars.bytes(value, as: type, isText: isText) { return .value(bytes) }
      throw failure("\(option.text) takes \(OptionScalars.description(of: type)), not \(value.shown)", at: option)
    case .enumeration(let name): return .value(try number(value, of: name, at: option, isText: isText))
    case .message(let name), .group(let name):
      guard case .aggregate(let items) = value, let message = types.message(name) else {
        throw failure("\(option.text) takes a message of \(name) in braces, not \(value.shown)", at: option)
      }
      return .message(try self.message(items, of: message, at: option.position))
    }
  }

  private func number(
    _ value: OptionValue, of name: String, at option: OptionSyntax, isText: Bool
  ) throws(Diagnostic) -> [UInt8] {
    let enumeration = types.enumeration(name)
    let values = enumeration?.values ?? []
    var out = MessageBytes()
    switch value {
    case .identifier(let word):
      guard let found = values.first(where: { $0.name == word }) else {
        let hint = Suggestion.text(for: word, among: values.map(\.name))
        throw failure("\(option.text) takes a value of the enum \(name), not \(word)\(hint)", at: option)
      }
      guard found.number != 0 || !name.hasPrefix("google.protobuf.FeatureSet.") else {
        throw failure("\(option.text) takes a feature that is known, not \(word)", at: option)
      }
      out.varint(UInt64(bitPattern: Int64(found.number)))
    case .integer where isText:
      guard let bytes = OptionScalars.bytes(value, as: .int32, isText: true),
        enumeration?.isClosed == false || values.contains(where: { value.isInteger(Int64($0.number)) })
      else { throw failure("\(option.text): the enum \(name) has no value \(value.shown)", at: option) }
      out.raw(bytes)
    default: throw failure("\(option.text) takes a value of the enum \(name), not \(value.shown)", at: option)
    }
    return out.bytes
  }

  func failure(_ message: String, at option: OptionSyntax) -> Diagnostic {
    Diagnostic(path: path, position: option.position, message: message)
  }
}

extension OptionValue {
  /// The value as messages quote it.
  fileprivate var shown: String {
    switch self {
    case .identifier(let word): word
    case .integer(let magnitude, let isNegative): (isNegative ? "-" : "") + String(magnitude)
    case .float(let number): String(number)
    case .string: "a string"
    case .aggregate: "a message"
    case .list: "a list"
    }
  }

  fileprivate func isInteger(_ number: Int64) -> Bool {
    self == .integer(magnitude: number.magnitude, isNegative: number < 0)
  }
}
