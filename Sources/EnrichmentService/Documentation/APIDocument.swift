package import WireFormat

/// What the documentation shows of an OpenAPI document: its operations, and the forms that they are made of.
package struct APIDocument: Sendable {
  /// An operation.
  struct Operation: Sendable {
    /// `post` or `get`.
    let verb: String
    let path: String
    let content: JSONObject

    var id: String { content.text("operationId") }
  }

  let title: String
  let version: String
  let description: String
  /// The groups of operations: their names and what they say of themselves.
  let tags: [(name: String, description: String)]
  let operations: [Operation]
  /// The component schemas by name.
  let schemas: [(name: String, form: JSONObject)]
  private let components: JSONObject

  /// A document of JSON text, as `protogen` makes it.
  /// - Throws: When the text is no JSON object.
  package init(json: String) throws(JSONDecodingError) {
    let document = JSONObject(try GoogleProtobufStruct(jsonString: json))
    let info = document.object("info")
    (title, version, description) = (info.text("title"), info.text("version"), info.text("description"))
    tags = document.objects("tags").map { ($0.text("name"), $0.text("description")) }
    operations = document.object("paths").members.flatMap { path, item in
      ["post", "get"].compactMap { verb in
        item.has(verb) ? Operation(verb: verb, path: path, content: item.object(verb)) : nil
      }
    }
    components = document.object("components")
    schemas = components.object("schemas").members
  }

  /// The operations of a group, those with a body before the others.
  func operations(of tag: String) -> [Operation] {
    let all = operations.filter { $0.content.texts("tags").contains(tag) }
    return all.filter { $0.id.last?.isNumber != true } + all.filter { $0.id.last?.isNumber == true }
  }

  /// What an object refers to, or the object itself.
  func resolved(_ object: JSONObject) -> JSONObject {
    let parts = object.text("$ref").split(separator: "/")
    guard parts.count == 4, parts[1] == "components" else { return object }
    return components.object(String(parts[2])).object(String(parts[3]))
  }
}

/// An object of JSON, asked for its members by name; what is not there is empty.
struct JSONObject: Sendable {
  private let object: GoogleProtobufStruct

  init(_ object: GoogleProtobufStruct = GoogleProtobufStruct()) { self.object = object }

  private init(_ value: GoogleProtobufValue?) {
    if case .structValue(let object)? = value?.kind { self.init(object) } else { self.init() }
  }

  /// Whether there is a member of the name.
  func has(_ name: String) -> Bool { object.fields[name] != nil }

  /// The value of a member.
  func value(_ name: String) -> GoogleProtobufValue? { object.fields[name] }

  /// The object that a member is.
  func object(_ name: String) -> JSONObject { JSONObject(object.fields[name]) }

  /// The text that a member is, a number as its digits.
  func text(_ name: String) -> String {
    switch object.fields[name]?.kind {
    case .stringValue(let text): text
    case .numberValue(let number): number == number.rounded() ? "\(Int64(number))" : "\(number)"
    default: ""
    }
  }

  /// Whether a member is true.
  func flag(_ name: String) -> Bool { object.fields[name]?.kind == .boolValue(true) }

  /// The number that a member is; nil when it is none.
  func number(_ name: String) -> Double? {
    if case .numberValue(let number)? = object.fields[name]?.kind { number } else { nil }
  }

  private func list(_ name: String) -> [GoogleProtobufValue] {
    if case .listValue(let list)? = object.fields[name]?.kind { list.values } else { [] }
  }

  /// The objects of a list.
  func objects(_ name: String) -> [JSONObject] { list(name).map { JSONObject($0) } }

  /// The texts of a list, and a single text as a list of one; nulls are left out.
  func texts(_ name: String) -> [String] {
    if case .stringValue(let text)? = object.fields[name]?.kind { return [text] }
    return list(name).compactMap { if case .stringValue(let text)? = $0.kind { text } else { nil } }
  }

  /// The first of the examples of a form.
  var firstExample: String {
    switch list("examples").first?.kind {
    case .stringValue(let text): text
    case .numberValue(let number): "\(Int64(number))"
    default: ""
    }
  }

  /// The members that are objects, by name.
  var members: [(name: String, form: JSONObject)] { object.fields.map { ($0.key, JSONObject($0.value)) } }

  /// The members in the order of the fields that they are.
  var fields: [(name: String, form: JSONObject)] {
    members.sorted { ($0.form.number("x-field-number") ?? 0) < ($1.form.number("x-field-number") ?? 0) }
  }
}
