internal import ProtoSchema

/// Makes the operations of a document: one for each route.
struct OperationWriter {
  let base: DocumentBase
  let schema: Schema
  let messages: MessageSchemas

  /// The operation of a route, patched as the base says.
  /// - Throws: A diagnostic for a request that cannot be in a query.
  func operation(_ rule: RouteRule, id: String, in file: String) throws(Diagnostic) -> JSONTree {
    let method = rule.method
    var operation: JSONTree = ["operationId": .string(rule.index == 0 ? id : "\(id)_\(rule.index + 1)")]
    operation["summary"] = .string(method.comment.firstSentence)
    operation.describe(method.comment, isDeprecated: method.isDeprecated)
    for (name, member) in base.options { operation[member] = method.options.value(ofExtension: name)?.json }
    switch rule.input {
    case .body: operation["requestBody"] = body(of: method)
    case .query: operation["parameters"] = try parameters(of: method, in: file)
    case .requestParameter: operation["parameters"] = [wholeRequest(of: method)]
    }
    operation["responses"] = ["200": reply(of: method)]
    for key in rule.patchNames {
      for patch in base.patches where patch.name == key { operation = operation.patched(with: patch.value) }
    }
    return operation
  }

  // MARK: Requests

  private func body(of method: MethodDescriptor) -> JSONTree {
    var body: JSONTree = ["required": true]
    body.describe(schema.messages[method.requestType]?.comment ?? "")
    body["content"] = content(messages.reference(to: method.requestType, .read), isStream: method.isRequestStream)
    return body
  }

  /// A parameter for each field, patched as the base patches the field.
  private func parameters(of method: MethodDescriptor, in file: String) throws(Diagnostic) -> JSONTree {
    let patches = base.schemas[messages.component(method.requestType, .read)]?["properties"]
    var parameters: [JSONTree] = []
    for field in schema.messages[method.requestType]?.fields ?? [] {
      guard Self.isInQuery(field) else {
        throw Diagnostic(
          path: file, position: method.position,
          message: "\(method.requestType).\(field.name) cannot be in a query: scalars, enums and lists of them can")
      }
      var parameter: JSONTree = ["name": .string(field.jsonName), "in": "query"]
      parameter.describe(field.comment, isDeprecated: field.isDeprecated)
      let patch = patches?[field.jsonName] ?? [:]
      parameter["schema"] = messages.value(of: field, .written).patched(with: patch)
      parameters.append(parameter)
    }
    return .array(parameters)
  }

  private static func isInQuery(_ field: FieldDescriptor) -> Bool {
    switch (field.kind, field.cardinality) {
    case (.message, _), (.group, _), (_, .map): false
    default: true
    }
  }

  private func wholeRequest(of method: MethodDescriptor) -> JSONTree {
    let form: JSONTree = [
      "type": "string", "pattern": "^[A-Za-z0-9_-]*={0,2}$", "contentEncoding": "base64url",
      "contentMediaType": "application/json",
      "contentSchema": messages.reference(to: method.requestType, .read),
    ]
    let description = "The body of the POST in base64url (RFC 4648, section 5), padded or not."
    return ["name": "request", "in": "query", "required": true, "description": .string(description), "schema": form]
  }

  // MARK: Replies

  private func reply(of method: MethodDescriptor) -> JSONTree {
    let comment = schema.messages[method.replyType]?.comment.paragraphs ?? ""
    var reply: JSONTree = ["description": .string(comment.isEmpty ? "The answer." : comment)]
    let form = method.isReplyStream ? messages.reference(to: method.replyType, .written) : enveloped(method.replyType)
    reply["content"] = content(form, isStream: method.isReplyStream)
    return reply
  }

  /// A reply within the envelope, or bare where there is none.
  private func enveloped(_ type: String) -> JSONTree {
    guard let envelope = base.envelope else { return messages.reference(to: type, .written) }
    var form = envelope.schema
    var properties = form["properties"] ?? [:]
    properties[envelope.data] = ["$ref": .string("#/components/schemas/" + dataComponent(of: type))]
    form["properties"] = properties
    return form
  }

  /// The component with what an envelope has of a reply: `GetThingResponse` gives `GetThingData`.
  func dataComponent(of type: String) -> String {
    let name = schema.messages[type]?.name ?? type
    return (name.hasSuffix("Response") ? String(name.dropLast("Response".count)) : name) + "Data"
  }

  private func content(_ form: JSONTree, isStream: Bool) -> JSONTree {
    guard isStream else { return ["application/json": ["schema": form]] }
    let lines: JSONTree = ["type": "string", "description": "Lines of JSON, each a value of the kind `x-line` says."]
    return .object([JSONTree.Member(name: base.lines, value: ["schema": lines, "x-line": form])])
  }
}
