/// A service as it is written.
public struct ServiceSyntax: Sendable, Hashable {
  /// Its name without a package.
  public var name: String
  /// Where the name stands.
  public var position: Position
  /// Its comment; empty when absent.
  public var comment: String
  /// Its methods in order.
  public var methods: [MethodSyntax] = []
  /// Its options.
  public var options: [OptionSyntax] = []
}

/// One method of a service.
public struct MethodSyntax: Sendable, Hashable {
  /// One side of a method: a message type, alone or as a stream.
  public struct Side: Sendable, Hashable {
    /// The type as written.
    public var type: String
    /// Whether `stream` stands before it.
    public var isStream: Bool
    /// Where the type stands.
    public var position: Position
  }

  /// Its name.
  public var name: String
  /// What a caller sends.
  public var request: Side
  /// What a caller gets.
  public var reply: Side
  /// Its options.
  public var options: [OptionSyntax] = []
  /// Whether it ends with a block, which may be empty, and not with `;`.
  public var hasBlock = false
  /// Its comment; empty when absent.
  public var comment: String
  /// Where the name stands.
  public var position: Position
}
