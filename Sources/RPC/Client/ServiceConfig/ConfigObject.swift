internal import WireFormat

/// A JSON object of a service config, read member by member; members nobody asks for are of no matter, because the
/// format grows.
struct ConfigObject {
  private let fields: FieldMap<String, GoogleProtobufValue>
  /// Where the object stands in the text.
  let path: String

  /// The object at a path.
  init(_ object: GoogleProtobufStruct, path: String) {
    fields = object.fields
    self.path = path
  }

  /// The names of all members.
  var names: [String] { fields.keys.sorted() }

  /// The place of a member.
  func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// The error of a member.
  func fault(_ name: String, _ reason: String) -> ServiceConfigError {
    ServiceConfigError(path: place(name), reason: reason)
  }

  private func value(_ name: String) -> GoogleProtobufValue.Kind? {
    switch fields[name]?.kind {
    case nil, .nullValue: nil
    case let kind?: kind
    }
  }

  /// A text member, nil when there is none.
  func text(_ name: String) throws(ServiceConfigError) -> String? {
    switch value(name) {
    case nil: return nil
    case .stringValue(let text): return text
    default: throw fault(name, "expected a string")
    }
  }

  /// A Boolean member, nil when there is none.
  func flag(_ name: String) throws(ServiceConfigError) -> Bool? {
    switch value(name) {
    case nil: return nil
    case .boolValue(let flag): return flag
    default: throw fault(name, "expected true or false")
    }
  }

  /// A number, nil when there is none; proto3 JSON allows numbers as strings too.
  func number(_ name: String) throws(ServiceConfigError) -> Double? {
    switch value(name) {
    case nil: return nil
    case .numberValue(let number): return number
    case .stringValue(let text):
      guard let number = Double(text), number.isFinite else { throw fault(name, "expected a number") }
      return number
    default: throw fault(name, "expected a number")
    }
  }

  /// A whole number in the range, nil when there is none.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(ServiceConfigError) -> Int? {
    guard let number = try number(name) else { return nil }
    guard let integer = Int(exactly: number), range.contains(integer) else {
      throw fault(name, "expected a whole number of \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }

  /// A duration such as `1.5s`, nil when there is none.
  func duration(_ name: String) throws(ServiceConfigError) -> Duration? {
    guard let text = try text(name) else { return nil }
    guard let message = try? GoogleProtobufDuration(jsonString: "\"\(text)\"") else {
      throw fault(name, "expected a duration in seconds such as \"1.5s\"")
    }
    return .seconds(message.seconds) + .nanoseconds(Int64(message.nanos))
  }

  /// An object member, nil when there is none.
  func object(_ name: String) throws(ServiceConfigError) -> ConfigObject? {
    switch value(name) {
    case nil: return nil
    case .structValue(let object): return ConfigObject(object, path: place(name))
    default: throw fault(name, "expected an object")
    }
  }

  /// The objects of a list, nil when there is none.
  func objects(_ name: String) throws(ServiceConfigError) -> [ConfigObject]? {
    guard let values = try list(name) else { return nil }
    var objects: [ConfigObject] = []
    for (index, value) in values.enumerated() {
      guard case .structValue(let object) = value.kind else { throw fault("\(name)[\(index)]", "expected an object") }
      objects.append(ConfigObject(object, path: place("\(name)[\(index)]")))
    }
    return objects
  }

  /// The status codes of a list, by name or number; nil when there is none.
  func statusCodes(_ name: String) throws(ServiceConfigError) -> Set<StatusCode>? {
    guard let values = try list(name) else { return nil }
    var codes: Set<StatusCode> = []
    for (index, value) in values.enumerated() {
      guard let code = Self.statusCode(value) else {
        throw fault("\(name)[\(index)]", "expected a status such as \"UNAVAILABLE\", or its number")
      }
      codes.insert(code)
    }
    return codes
  }

  private func list(_ name: String) throws(ServiceConfigError) -> [GoogleProtobufValue]? {
    switch value(name) {
    case nil: return nil
    case .listValue(let list): return list.values
    default: throw fault(name, "expected a list")
    }
  }

  private static func statusCode(_ value: GoogleProtobufValue) -> StatusCode? {
    switch value.kind {
    case .stringValue(let text): StatusCode.allCases.first { $0.description == text }
    case .numberValue(let number): Int(exactly: number).flatMap(StatusCode.init)
    default: nil
    }
  }
}
