/// What interceptors leave with a call, by key. The first value, mostly the only one, takes no memory of its own.
struct ContextValues: Sendable {
  private var first: (key: ObjectIdentifier, value: any Sendable)?
  private var others: [ObjectIdentifier: any Sendable] = [:]

  /// The value under the key.
  subscript(key: ObjectIdentifier) -> (any Sendable)? {
    get {
      if let first, first.key == key { return first.value }
      return others.isEmpty ? nil : others[key]
    }
    set {
      if let first, first.key != key {
        others[key] = newValue
      } else {
        first = newValue.map { (key, $0) }
        if !others.isEmpty { others[key] = nil }
      }
    }
  }
}
