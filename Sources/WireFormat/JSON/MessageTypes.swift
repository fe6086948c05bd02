/// Message types by name, for `google.protobuf.Any` to show its content in JSON.
public struct MessageTypes: Sendable {
  private var types: [String: any Message.Type] = [:]

  /// No types: `Any` shows its bytes.
  public static let none = MessageTypes([])

  /// A set of types.
  public init(_ types: [any Message.Type]) {
    for type in types { self.types[type.messageName] = type }
  }

  /// The type of a full name.
  subscript(name: Substring) -> (any Message.Type)? { types[String(name)] }
}
