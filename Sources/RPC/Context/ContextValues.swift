/// A value that an interceptor left with a call, whatever its type.
@usableFromInline
class ContextValue: @unchecked Sendable {
  @usableFromInline
  init() {}
}

/// A value of a known type. The key it is found by says that it is of this type, so that no cast need find out.
@usableFromInline
final class TypedContextValue<Value: Sendable>: ContextValue, @unchecked Sendable {
  @usableFromInline let value: Value

  @usableFromInline
  init(_ value: Value) {
    self.value = value
  }
}

/// What interceptors leave with a call, by key. The first value, mostly the only one, lies in place.
struct ContextValues: Sendable {
  private var first: (key: ObjectIdentifier, value: ContextValue)?
  private var others: [ObjectIdentifier: ContextValue] = [:]

  /// The value under the key.
  subscript(key: ObjectIdentifier) -> ContextValue? {
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
