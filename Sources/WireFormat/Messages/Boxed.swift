/// Storage on the heap for a message that contains its own type.
public final class Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
  /// The value.
  public let value: Value

  /// Moves a value to the heap.
  public init(_ value: Value) {
    self.value = value
  }

  /// Moves a value to the heap, if there is one.
  public static func holding(_ value: Value?) -> Boxed? {
    guard let value else { return nil }
    return Boxed(value)
  }

  /// Equality of the values.
  public static func == (a: Boxed, b: Boxed) -> Bool {
    a === b || a.value == b.value
  }

  /// Hash of the value.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(value)
  }
}
