/// Method configurations by path: exact, then of the service, then of everything.
struct MethodConfigTable: Sendable {
  private var entries: [String: MethodConfig] = [:]

  /// The table of these configurations; of two with one name the first counts.
  init(_ methods: [MethodConfig]) {
    for method in methods {
      for name in method.names where entries[Self.key(name)] == nil { entries[Self.key(name)] = method }
    }
  }

  /// The configuration of a method, nil when there is none.
  subscript(method: MethodDescriptor) -> MethodConfig? {
    if entries.isEmpty { return nil }
    return entries[method.path] ?? entries["/\(method.service)/"] ?? entries[""]
  }

  private static func key(_ name: MethodConfig.Name) -> String {
    name.service.isEmpty ? "" : "/\(name.service)/\(name.method)"
  }
}
