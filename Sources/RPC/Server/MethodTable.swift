/// A method a server offers and what runs it.
final class MethodEntry: Sendable {
  /// Its name and kind.
  let descriptor: MethodDescriptor
  /// What runs it.
  let handler: RPCMethod.Handler
  /// Its number among all methods of the server, from 0.
  let index: Int

  init(_ descriptor: MethodDescriptor, _ handler: RPCMethod.Handler, index: Int) {
    self.descriptor = descriptor
    self.handler = handler
    self.index = index
  }

  /// Whether it takes exactly one request.
  var takesOneRequest: Bool {
    switch descriptor.kind {
    case .unary, .serverStreaming: true
    case .clientStreaming, .bidirectional, .unknown: false
    }
  }

  /// Whether it may give more than one reply.
  var givesManyReplies: Bool {
    switch descriptor.kind {
    case .serverStreaming, .bidirectional: true
    case .unary, .clientStreaming, .unknown: false
    }
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
        if isOffered { try add(method, of: binding.service.serviceName) }
        count += 1
      }
    }
  }

  private mutating func add(_ method: RPCMethod, of service: String) throws(ServerConfigurationError) {
    let descriptor = MethodDescriptor(service: service, name: method.name, kind: method.kind)
    guard !service.isEmpty, !method.name.isEmpty, !service.contains("/"), !method.name.contains("/") else {
      throw ServerConfigurationError(reason: "the path \(descriptor.path) is not of the form /service/method")
    }
    let entry = MethodEntry(descriptor, method.handler, index: count)
    guard entries.updateValue(entry, forKey: descriptor.path) == nil else {
      throw ServerConfigurationError(reason: "two methods have the path \(descriptor.path)")
    }
  }

  /// The method at the path, nil when there is none.
  subscript(path: String) -> MethodEntry? { entries[path] }
}
