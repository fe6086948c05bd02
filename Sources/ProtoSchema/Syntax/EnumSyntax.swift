/// An enum as it is written.
public struct EnumSyntax: Sendable, Hashable {
  /// Its name without a package.
  public var name: String
  /// The word before it, if there is one.
  public var visibility: SymbolVisibility?
  /// Where the name stands.
  public var position: Position
  /// Its comment; empty when absent.
  public var comment: String
  /// Its values in order.
  public var values: [EnumValueSyntax] = []
  /// Its options.
  public var options: [OptionSyntax] = []
  /// Numbers that must not be used.
  public var reservedRanges: [NumberRange] = []
  /// Names that must not be used.
  public var reservedNames: [ReservedName] = []
}

/// One value of an enum.
public struct EnumValueSyntax: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Its number, unchecked.
  public var number: Int64
  /// Options in square brackets.
  public var options: [OptionSyntax] = []
  /// Its comment; empty when absent.
  public var comment: String
  /// Where the name stands.
  public var position: Position
}
