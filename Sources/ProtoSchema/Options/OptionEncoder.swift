/// Checks the values of options against their types and gives their binary form.
struct OptionEncoder {
  let types: OptionTypes
  let symbols: SymbolTable
  /// The file the options stand in.
  let path: String
  /// Where names are looked up from: what the declaration with the options is declared in.
  let scope: String

  /// One field that an option sets, with its tag.
  func field(_ field: FieldDescriptor, _ option: OptionSyntax) throws(Diagnostic) -> [UInt8] {
    tagged(try payload(option.value, of: field, at: option, isText: false), field)
  }

  /// The content of a message given in text format: fields by number, proto3 defaults left out.
  func message(
    _ items: [OptionSyntax], of message: MessageDescriptor, at place: Position
  ) throws(Diagnostic) -> [UInt8] {
    var found: [Int32: (field: FieldDescriptor, payloads: [[UInt8]])] = [:]
    for item in items {
      if let any = try any(item, in: message) { return any }
      let field = try textField(item, of: message)
      let values = if case .list(let values) = item.value { values } else { [item.value] }
      for value in values {
        let payload = try payload(value, of: field, at: item, isText: true)
        found[field.number, default: (field, [])].payloads.append(payload)
      }
      guard field.isPlural || found[field.number]?.payloads.count == 1 else {
        throw failure("\"\(field.name)\" is set more than once and is not repeated", at: item)
      }
    }
    for field in message.fields where field.cardinality == .required && found[field.number] == nil {
      throw Diagnostic(path: path, position: place, message: "\(message.fullName) needs \"\(field.name)\"")
    }
    return found.sorted { $0.key < $1.key }.flatMap { encoded($0.value.payloads, $0.value.field) }
  }

  private func encoded(_ payloads: [[UInt8]], _ field: FieldDescriptor) -> [UInt8] {
    if field.cardinality == .implicit, payloads.allSatisfy({ $0.allSatisfy { $0 == 0 } }) { return [] }
    guard field.cardinality == .repeated(isPacked: true) else { return payloads.flatMap { tagged($0, field) } }
    guard !payloads.isEmpty else { return [] }
    var out = MessageBytes()
    out.field(field.number, payloads.flatMap { $0 })
    return out.bytes
  }

  private func tagged(_ payload: [UInt8], _ field: FieldDescriptor) -> [UInt8] {
    var out = MessageBytes()
    switch field.kind {
    case _ where field.isMap: out.field(field.number, payload)
    case .message, .group: return field.wrapping(payload)
    case .enumeration:
      out.tag(field.number, wireType: 0)
      out.raw(payload)
    case .scalar(let type):
      out.tag(field.number, wireType: type.wireType)
      out.raw(payload)
    }
    return out.bytes
  }

  /// One value without its tag; a message's without its length.
  private func payload(
    _ value: OptionValue, of field: FieldDescriptor, at option: OptionSyntax, isText: Bool
  ) throws(Diagnostic) -> [UInt8] {
    if case .map(let key) = field.cardinality { return try entry(value, key: key, of: field, at: option) }
    switch field.kind {
    case .scalar(let type):
      if let bytes = OptionScalars.bytes(value, as: type, isText: isText) { return bytes }
      throw failure("\(option.text) takes \(OptionScalars.description(of: type)), not \(value.shown)", at: option)
    case .enumeration(let name): return try number(value, of: name, at: option, isText: isText)
    case .message(let name), .group(let name):
      guard case .aggregate(let items) = value, let message = types.message(name) else {
        throw failure("\(option.text) takes a message of \(name) in braces, not \(value.shown)", at: option)
      }
      return try self.message(items, of: message, at: option.position)
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

extension FieldDescriptor {
  /// Whether it holds more than one value.
  fileprivate var isPlural: Bool {
    if case .repeated = cardinality { true } else { isMap }
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
