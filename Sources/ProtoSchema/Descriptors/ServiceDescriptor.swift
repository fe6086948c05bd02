/// A service with its methods' types resolved.
public struct ServiceDescriptor: Sendable, Hashable {
  /// Its name without a package.
  public var name: String
  /// Its name with the package.
  public var fullName: String
  /// The comment; empty when absent.
  public var comment: String
  /// Methods in order.
  public var methods: [MethodDescriptor]
  /// Its options.
  public var options = DeclaredOptions()
  /// Whether it is marked deprecated.
  public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  /// Where its name stands.
  public var position: Position
}

/// One method of a service.
public struct MethodDescriptor: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Full name of the message a caller sends.
  public var requestType: String
  /// Full name of the message a caller gets.
  public var replyType: String
  /// Whether callers send a stream.
  public var isRequestStream: Bool
  /// Whether callers get a stream.
  public var isReplyStream: Bool
  /// The comment; empty when absent.
  public var comment: String
  /// Whether it ends with a block of options, which may be empty, and not with `;`.
  public var hasBlock = false
  /// Its options.
  public var options = DeclaredOptions()
  /// Whether it is marked deprecated.
  public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  /// Whether its options say that it changes nothing.
  public var isFreeOfSideEffects: Bool {
    options.written.value("idempotency_level") == .identifier("NO_SIDE_EFFECTS")
  }
  /// Where its name stands.
  public var position: Position
}
