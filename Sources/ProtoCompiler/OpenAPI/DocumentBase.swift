internal import ProtoSchema

/// What is written by hand of an OpenAPI document: all that a schema does not say.
///
/// It is an OpenAPI document itself, with four members that speak to the generator and are left out of what it makes:
///
/// - `x-envelope`: how replies are wrapped: `schema`, the JSON Schema of an object; `data`, the member of it that has the
///   reply; `metadata`, the field of replies that is taken out of them and stands in the member of its name. Without it a
///   reply is the body itself.
/// - `x-lines`: the media type of streams, whose messages are a line of JSON each; `application/jsonl` unless said otherwise.
/// - `x-options`: full names of options on methods, each with the member that it becomes of an operation.
/// - `x-operations`: merge patches (RFC 7396) of operations, by `*` for all, `get *` for those of a verb, a method's name, or
///   a verb and path such as `get /v1/things`; they are laid over what is generated, in this order.
///
/// A component schema that is generated too is a merge patch of it.
struct DocumentBase {
  /// The document without what speaks to the generator.
  let document: JSONTree
  let envelope: Envelope?
  let lines: String
  /// Full names of options with the members they become.
  let options: [(name: String, member: String)]
  let patches: [JSONTree.Member]
  private let path: String

  /// How a reply is wrapped.
  struct Envelope {
    let schema: JSONTree
    let data: String
    let metadata: String
  }

  private static let directives = ["x-envelope", "x-lines", "x-options", "x-operations"]

  /// Reads the base.
  init(_ bytes: [UInt8], path: String) throws(Diagnostic) {
    self.path = path
    var tree = try JSONTreeParser.parse(bytes, path: path)
    envelope = try tree["x-envelope"].map { (tree) throws(Diagnostic) in try Self.envelope(tree, path: path) }
    lines = tree["x-lines"]?.text ?? "application/jsonl"
    options = (tree["x-options"]?.members ?? []).compactMap { option in
      option.value.text.map { (option.name, $0) }
    }
    patches = tree["x-operations"]?.members ?? []
    for name in Self.directives { tree[name] = nil }
    document = tree
    guard let version = tree["openapi"]?.text, version.hasPrefix("3.1.") else {
      throw failure("\"openapi\" is missing or not of the kind 3.1.1")
    }
    guard tree["info"]?["title"]?.text != nil, tree["info"]?["version"]?.text != nil else {
      throw failure("\"info\" needs \"title\" and \"version\"")
    }
  }

  private static func envelope(_ tree: JSONTree, path: String) throws(Diagnostic) -> Envelope {
    guard let schema = tree["schema"], let data = tree["data"]?.text, let metadata = tree["metadata"]?.text,
      schema["properties"]?[data] != nil, schema["properties"]?[metadata] != nil
    else {
      throw Diagnostic(
        path: path, position: Position(),
        message: "\"x-envelope\" needs \"schema\" with properties, of which \"data\" and \"metadata\" name two")
    }
    return Envelope(schema: schema, data: data, metadata: metadata)
  }

  /// The component schemas: forms that no schema file has, and merge patches of those that one has.
  var schemas: JSONTree { document["components"]?["schemas"] ?? [:] }

  /// Full or short names of components that the base refers to.
  var references: [String] {
    let prefix = "#/components/schemas/"
    let all = ([document, envelope?.schema ?? .null] + patches.map(\.value)).flatMap { $0.strings(named: "$ref") }
    return all.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
  }

  /// An error of the base as a whole.
  func failure(_ message: String) -> Diagnostic { Diagnostic(path: path, position: Position(), message: message) }
}
