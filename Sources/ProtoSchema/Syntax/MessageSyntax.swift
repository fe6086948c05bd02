/// A message as it is written.
public struct MessageSyntax: Sendable, Hashable {
  /// Its name without a package.
  public var name: String
  /// The word before it, if there is one.
  public var visibility: SymbolVisibility?
  /// Where the name stands.
  public var position: Position
  /// The comment before it, or behind its opening brace; empty when absent.
  public var comment: String
  /// Fields in written order, those of its oneofs among them.
  public var fields: [FieldSyntax] = []
  /// Oneofs in order.
  public var oneofs: [OneofSyntax] = []
  /// Messages inside it.
  public var messages: [MessageSyntax] = []
  /// Enums inside it.
  public var enums: [EnumSyntax] = []
  /// `extend` blocks inside it.
  public var extensions: [ExtendSyntax] = []
  /// Message options.
  public var options: [OptionSyntax] = []
  /// Field numbers that must not be used.
  public var reservedRanges: [NumberRange] = []
  /// Field names that must not be used.
  public var reservedNames: [ReservedName] = []
  /// Field numbers left to extensions.
  public var extensionRanges: [ExtensionRangeSyntax] = []
}

/// Numbers left to extensions, with the options in square brackets behind them.
public struct ExtensionRangeSyntax: Sendable, Hashable {
  /// The numbers.
  public var range: NumberRange
  /// The options; ranges of one statement share them.
  public var options: [OptionSyntax] = []
}

/// A oneof as it is written.
public struct OneofSyntax: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// Where the name stands.
  public var position: Position
  /// Its comment; empty when absent.
  public var comment: String
  /// Its options.
  public var options: [OptionSyntax] = []
}

/// An `extend` block.
public struct ExtendSyntax: Sendable, Hashable {
  /// The message that is extended, as written.
  public var extendee: String
  /// Where that name stands.
  public var position: Position
  /// The fields it is given.
  public var fields: [FieldSyntax] = []
}
