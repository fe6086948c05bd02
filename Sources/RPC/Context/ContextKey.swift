/// Names a value that an interceptor leaves with a call for interceptors after it and for the handler.
public protocol ContextKey {
  /// The type of the value.
  associatedtype Value: Sendable
}
