/// A method a call may be of, and what runs it.
final class MethodEntry: Sendable {
  /// Its name and kind.
  let descriptor: MethodDescriptor
  /// What runs it; nil when no service has it.
  let handler: RPCMethod.Handler?
  /// Its number among all methods of the server, from 0; -1 when no service has it.
  let index: Int
  /// Its messages in JSON; nil when no service has it.
  let json: MethodJSON?
  /// Whether it takes a stream of requests.
  let takesStream: Bool
  /// Whether it may give more than one reply.
  let givesManyReplies: Bool

  init(_ descriptor: MethodDescriptor, _ handler: RPCMethod.Handler?, index: Int, json: MethodJSON? = nil) {
    self.descriptor = descriptor
    self.handler = handler
    self.index = index
    self.json = json
    takesStream = descriptor.kind == .clientStreaming || descriptor.kind == .bidirectional
    givesManyReplies = descriptor.kind == .serverStreaming || descriptor.kind == .bidirectional
  }

  /// The entry of a path no service answers to.
  convenience init(unknownPath path: String) {
    self.init(MethodDescriptor(unknownPath: path), nil, index: -1)
  }
}

/// Every method a server offers on one kind of listener, by its path.
struct MethodTable: Sendable {
  private var entries: [String: MethodEntry] = [:]
  private var count = 0

  /// The table of the services bound to listeners of the kind. A method has the same number in the tables of all kinds.
  /// - Throws: when two methods have the same path, or a name cannot be part of one.
  init(_ bindings: [ServiceBinding], for kind: ListenerKind) throws(ServerConfigurationError) {
    for binding in bindings {
      let isOffered = binding.listeners.kinds.contains(kind)
      for method in binding.service.methods {
        if isOffered { try add(method, of: binding.service) }
        count += 1
      }
    }
  }

  private mutating func add(_ method: RPCMethod, of owner: any RPCService) throws(ServerConfigurationError) {
    let service = owner.serviceName
    let descriptor = MethodDescriptor(
      service: service, name: method.name, kind: method.kind, options: method.options,
      isFreeOfSideEffects: method.isFreeOfSideEffects)
    guard !service.isEmpty, !method.name.isEmpty, !service.contains("/"), !method.name.contains("/") else {
      throw ServerConfigurationError(reason: "the path \(descriptor.path) is not of the form /service/method")
    }
    let json = MethodJSON(method.messages, types: owner.messageTypes)
    let entry = MethodEntry(descriptor, method.handler, index: count, json: json)
    guard entries.updateValue(entry, forKey: descriptor.path) == nil else {
      throw ServerConfigurationError(reason: "two methods have the path \(descriptor.path)")
    }
  }

  /// The method at the path, nil when there is none.
  subscript(path: String) -> MethodEntry? { entries[path] }
}
