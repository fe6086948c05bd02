internal import ProtoSchema

/// The messages and enums that requests and replies of a document are made of, as its component schemas.
///
/// What is read refuses members that it does not know, and takes null for the absence of a field; what is written may gain
/// members. A message that is both has two components, the one that is read with `Input` behind its name.
struct MessageSchemas {
  /// Which way a value goes.
  enum Way {
    case read, written
  }

  private let schema: Schema
  /// Full names of what is read, with all that is in it.
  let read: Set<String>
  private let written: Set<String>
  private let names: [String: String]

  /// - Parameters:
  ///   - read: Full names of the messages that are read as a whole.
  ///   - written: Full names of those that are written as a whole.
  init(_ schema: Schema, read: [String], written: [String]) {
    self.schema = schema
    self.read = Self.closure(of: read, in: schema)
    self.written = Self.closure(of: written, in: schema)
    names = Self.names(of: self.read.union(self.written), in: schema)
  }

  /// A reference to the component of a message or enum.
  func reference(to fullName: String, _ way: Way) -> JSONTree {
    ["$ref": .string("#/components/schemas/" + component(fullName, way))]
  }

  /// The name of a component.
  func component(_ fullName: String, _ way: Way) -> String {
    let name = names[fullName] ?? fullName
    let hasTwo = read.contains(fullName) && written.contains(fullName) && schema.messages[fullName] != nil
    return hasTwo && way == .read ? name + "Input" : name
  }

  /// All components by name.
  func components() -> [JSONTree.Member] {
    var found: [String: JSONTree] = [:]
    for (types, way) in [(written, Way.written), (read, .read)] {
      for name in types {
        if let message = schema.messages[name] { found[component(name, way)] = object(message, way) }
        if let enumeration = schema.enums[name] { found[component(name, way)] = Self.choice(enumeration) }
      }
    }
    return found.sorted { $0.key < $1.key }.map { JSONTree.Member(name: $0.key, value: $0.value) }
  }

  // MARK: Forms

  /// The form of a message.
  /// - Parameter omitted: Name of a field that is left out.
  func object(_ message: MessageDescriptor, _ way: Way, without omitted: String? = nil) -> JSONTree {
    var form: JSONTree = ["type": "object"]
    form.describe(message.comment, isDeprecated: message.isDeprecated)
    let fields = message.fields.filter { $0.name != omitted }
    form["properties"] = fields.reduce(into: .object([])) { $0[$1.jsonName] = member($1, way) }
    let choices = message.oneofs.indices.map { message.fields(ofOneof: $0) }.filter { $0.count > 1 }.map(Self.atMostOne)
    if choices.count == 1 { form["oneOf"] = choices[0] }
    if choices.count > 1 { form["allOf"] = .array(choices.map { ["oneOf": $0] }) }
    if way == .read { form["additionalProperties"] = false }
    return form
  }

  /// The form of a field's value within its message.
  private func member(_ field: FieldDescriptor, _ way: Way) -> JSONTree {
    var form = way == .read ? ScalarSchema.nullable(value(of: field, way)) : value(of: field, way)
    form.describe(field.comment, isDeprecated: field.isDeprecated)
    form["x-field-number"] = .number(String(field.number))
    return form
  }

  /// The form of a field's value.
  func value(of field: FieldDescriptor, _ way: Way) -> JSONTree {
    let single = self.single(field.kind, way)
    switch field.cardinality {
    case .repeated: return ["type": "array", "items": single]
    case .map(let key):
      var form: JSONTree = ["type": "object", "additionalProperties": single]
      if let pattern = ScalarSchema.keyPattern(key) { form["propertyNames"] = ["pattern": .string(pattern)] }
      return form
    case .implicit, .optional, .required: return single
    }
  }

  private func single(_ kind: FieldDescriptor.Kind, _ way: Way) -> JSONTree {
    switch kind {
    case .scalar(let type): ScalarSchema.of(type, isRead: way == .read)
    case .message(let name), .enumeration(let name), .group(let name):
      ScalarSchema.wellKnown(name, isRead: way == .read) ?? reference(to: name, way)
    }
  }

  /// The form of an enum, which is its values' names in JSON.
  private static func choice(_ enumeration: EnumDescriptor) -> JSONTree {
    var form: JSONTree = ["type": "string"]
    let values = enumeration.values.map { "`\($0.name)`: \($0.comment.paragraphs)" }
    form.describe(([enumeration.comment.paragraphs] + values).joined(separator: "\n\n"))
    form["enum"] = .array(enumeration.values.map { .string($0.name) })
    return form
  }

  /// The alternatives of an object that has at most one of some members.
  private static func atMostOne(_ fields: [FieldDescriptor]) -> JSONTree {
    let each = fields.map { field -> JSONTree in ["required": [.string(field.jsonName)]] }
    return .array(each + [["not": ["anyOf": .array(each)]]])
  }

  // MARK: What is reached

  private static func closure(of roots: [String], in schema: Schema) -> Set<String> {
    var (found, waiting): (Set<String>, [String]) = ([], roots)
    while let name = waiting.popLast() {
      guard ScalarSchema.wellKnown(name, isRead: false) == nil, found.insert(name).inserted else { continue }
      waiting += schema.messages[name]?.fields.compactMap(\.typeName) ?? []
    }
    return found
  }

  /// Names without packages, where no two types have one; else full names.
  private static func names(of types: Set<String>, in schema: Schema) -> [String: String] {
    let short = types.map { name -> (String, String) in
      let file = (schema.messages[name]?.file ?? schema.enums[name]?.file).flatMap(schema.file)
      let package = file?.package ?? ""
      return (name, package.isEmpty ? name : String(name.dropFirst(package.count + 1)))
    }
    let groups = Dictionary(grouping: short, by: \.1)
    return Dictionary(uniqueKeysWithValues: short.map { ($0, groups[$1]?.count == 1 ? $1 : $0) })
  }
}

extension JSONTree {
  /// Adds a description, if there is one, and whether what it is of is deprecated.
  mutating func describe(_ comment: String, isDeprecated: Bool = false) {
    let text = comment.paragraphs
    if !text.isEmpty { self["description"] = .string(text) }
    if isDeprecated { self["deprecated"] = true }
  }
}

extension String {
  /// A comment's text with a line for each paragraph and an empty one between them.
  var paragraphs: String {
    var paragraphs: [String] = [""]
    for line in split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let words = line.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
      if words.isEmpty {
        paragraphs.append("")
      } else {
        paragraphs[paragraphs.count - 1] += (paragraphs[paragraphs.count - 1].isEmpty ? "" : " ") + words
      }
    }
    return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  /// The first sentence without its point.
  var firstSentence: String {
    let text = paragraphs
    guard
      let end = text.firstRange(of: ". ")?.lowerBound ?? (text.hasSuffix(".") ? text.index(before: text.endIndex) : nil)
    else { return text }
    return String(text[..<end])
  }
}
