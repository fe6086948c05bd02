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
