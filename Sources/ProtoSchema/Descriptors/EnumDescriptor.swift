/// An enum.
public struct EnumDescriptor: Sendable, Hashable {
  /// One of its values.
  public struct Value: Sendable, Hashable {
    /// The name in the schema.
    public var name: String
    /// The number on the wire.
    public var number: Int32
    /// The comment; empty when absent.
    public var comment: String
    /// Its options.
    public var options = DeclaredOptions()
    /// Whether it is marked deprecated.
    public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  }

  /// Its name within what it is declared in.
  public var name: String
  /// Its name with package and outer messages, without a leading point.
  public var fullName: String
  /// The path of its file.
  public var file: String
  /// The comment; empty when absent.
  public var comment: String
  /// Values in written order; the first is the default.
  public var values: [Value]
  /// Whether numbers it does not name are kept out of the field (proto2).
  public var isClosed: Bool
  /// Numbers that must not be used.
  public var reservedRanges: [NumberRange] = []
  /// Names that must not be used.
  public var reservedNames: [String] = []
  /// Its options.
  public var options = DeclaredOptions()
  /// Whether it is marked deprecated.
  public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  /// Whether other files may use it, where that is written.
  public var visibility: SymbolVisibility?
  /// Where its name stands.
  public var position: Position
}
