/// Every method a server offers on one kind of listener, by its path.
struct MethodTable: Sendable {
  /// A method and what runs it.
  struct Entry: Sendable {
    let descriptor: MethodDescriptor
    let handler: RPCMethod.Handler
  }

  private var entries: [String: Entry] = [:]

  /// The table of the services bound to listeners of the kind.
  /// - Throws: when two methods have the same path, or a name cannot be part of one.
  init(_ bindings: [ServiceBinding], for kind: ListenerKind) throws(ServerConfigurationError) {
    for binding in bindings where binding.listeners.kinds.contains(kind) {
      for method in binding.service.methods { try add(method, of: binding.service.serviceName) }
    }
  }

  private mutating func add(_ method: RPCMethod, of service: String) throws(ServerConfigurationError) {
    let descriptor = MethodDescriptor(service: service, name: method.name, kind: method.kind)
    guard !service.isEmpty, !method.name.isEmpty, !service.contains("/"), !method.name.contains("/") else {
      throw ServerConfigurationError(reason: "the path \(descriptor.path) is not of the form /service/method")
    }
    let entry = Entry(descriptor: descriptor, handler: method.handler)
    guard entries.updateValue(entry, forKey: descriptor.path) == nil else {
      throw ServerConfigurationError(reason: "two methods have the path \(descriptor.path)")
    }
  }

  /// The method at the path, nil when there is none.
  subscript(path: String) -> Entry? { entries[path] }
}
