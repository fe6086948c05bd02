public import ProtoSchema

/// Makes an OpenAPI 3.1 document of a schema's comments and options, and of a base that says what no schema does; the same
/// input gives the same bytes.
///
/// An operation is made of every `(google.api.http)` rule: a POST whose body is the whole request, a GET whose query has
/// its fields, or, beside a POST, a GET whose parameter `request` has what would be the body, in base64url.
public struct OpenAPIGenerator {
  private let schema: Schema
  private let paths: [String]
  private let base: DocumentBase

  /// A generator for the services of some files.
  /// - Parameters:
  ///   - base: The text of the base document, JSON.
  ///   - basePath: What the base is called where something is wrong with it.
  /// - Throws: `SchemaError` for a base that is not JSON, or not OpenAPI 3.1.
  public init(schema: Schema, paths: [String], base: [UInt8], basePath: String) throws(SchemaError) {
    self.schema = schema
    self.paths = paths
    do throws(Diagnostic) { self.base = try DocumentBase(base, path: basePath) } catch { throw SchemaError([error]) }
  }

  /// Returns the document's text.
  /// - Throws: `SchemaError` for a rule that no operation can be made of, and for what the base says of what there is not.
  public func document() throws(SchemaError) -> String {
    do throws(Diagnostic) { return try tree().document } catch { throw SchemaError([error]) }
  }

  private func tree() throws(Diagnostic) -> JSONTree {
    let routes = try self.routes()
    let writer = OperationWriter(base: base, schema: schema, messages: messages(of: routes.map(\.rule)))
    var document = base.document
    var paths = document["paths"] ?? [:]
    try checkPatches(routes.map(\.rule))
    for (rule, id, file) in routes {
      var item = paths[rule.path] ?? [:]
      guard item[rule.verb] == nil else { throw base.failure("two operations want \(rule.verb) \(rule.path)") }
      item[rule.verb] = try writer.operation(rule, id: id, in: file)
      paths[rule.path] = item
    }
    document["paths"] = paths
    document["components"] = try components(writer, of: routes.map(\.rule.method))
    return document
  }

  // MARK: Routes

  /// The routes of all methods with the ids of their operations and the files they stand in.
  private func routes() throws(Diagnostic) -> [(rule: RouteRule, id: String, file: String)] {
    let services = paths.compactMap { schema.file($0) }.flatMap { file in file.services.map { (file.path, $0) } }
    var counts: [String: Int] = [:]
    for method in services.flatMap(\.1.methods) { counts[method.name, default: 0] += 1 }
    var routes: [(RouteRule, String, String)] = []
    for (file, service) in services {
      for method in service.methods {
        let id = counts[method.name] == 1 ? method.name : "\(service.name)_\(method.name)"
        routes += try RouteRule.rules(of: method, in: file).map { ($0, id, file) }
      }
    }
    return routes
  }

  private func checkPatches(_ rules: [RouteRule]) throws(Diagnostic) {
    let known = Set(rules.flatMap(\.patchNames))
    guard let patch = base.patches.first(where: { !known.contains($0.name) }) else { return }
    let hint = Suggestion.text(for: patch.name, among: known.sorted())
    throw base.failure("\"x-operations\" names \"\(patch.name)\", and no route is of that\(hint)")
  }

  // MARK: Components

  /// The messages of the routes, and those that the base refers to.
  private func messages(of rules: [RouteRule]) -> MessageSchemas {
    let replies = rules.map(\.method).flatMap { method -> [String] in
      guard base.envelope != nil, !method.isReplyStream else { return [method.replyType] }
      // Only what is in it is a component by itself; the reply stands in its envelope.
      return schema.messages[method.replyType]?.fields.compactMap(\.typeName) ?? []
    }
    let read = rules.map(\.method.requestType)
    let isRead = MessageSchemas(schema, read: read, written: []).read
    let packages = Set(paths.compactMap { schema.file($0)?.package })
    let named = packages.flatMap { package in
      base.references.map { package.isEmpty ? $0 : "\(package).\($0)" }.filter { schema.messages[$0] != nil }
    }
    return MessageSchemas(schema, read: read, written: replies + named.filter { !isRead.contains($0) })
  }

  private func components(_ writer: OperationWriter, of methods: [MethodDescriptor]) throws(Diagnostic) -> JSONTree {
    var made = writer.messages.components()
    if let envelope = base.envelope {
      for type in Set(methods.filter { !$0.isReplyStream }.map(\.replyType)) {
        guard let message = schema.messages[type] else { continue }
        let form = writer.messages.object(message, .written, without: envelope.metadata)
        made.append(JSONTree.Member(name: writer.dataComponent(of: type), value: form))
      }
    }
    var schemas = base.schemas
    made.sort { $0.name < $1.name }
    if let twin = zip(made, made.dropFirst()).first(where: { $0.name == $1.name }) {
      throw base.failure("two components would be named \"\(twin.0.name)\"")
    }
    for form in made {
      let patch = base.schemas[form.name] ?? [:]
      let members = form.value["properties"]?.members.map(\.name) ?? []
      if let unknown = patch["properties"]?.members.first(where: { !members.contains($0.name) }) {
        throw base.failure("the component \"\(form.name)\" has no member \"\(unknown.name)\" to be patched")
      }
      schemas[form.name] = form.value.patched(with: patch)
    }
    var components = base.document["components"] ?? [:]
    components["schemas"] = schemas
    return components
  }
}

extension OpenAPIGenerator {
  /// Returns a Swift file with the document as a constant: `OpenAPIDocument.json`.
  public func swiftFile(visibility: GeneratorOptions.Visibility) throws(SchemaError) -> GeneratedFile {
    let text = try document()
    let access = visibility == .internal ? "" : visibility.rawValue + " "
    var fence = "#"
    while text.contains("\\" + fence) || text.contains("\"\"\"" + fence) { fence += "#" }
    return GeneratedFile(
      name: OutputName.openAPI,
      text: """
        // Generated by protogen. Do not edit.

        /// The OpenAPI document of the services of this module.
        \(access)enum OpenAPIDocument {
          /// Its text, JSON.
          \(access)static let json = \(fence)\"\"\"
        \(text)\"\"\"\(fence)
        }

        """)
  }
}
