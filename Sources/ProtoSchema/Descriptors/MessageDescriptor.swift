/// Numbers of a message left to extensions.
public struct ExtensionRange: Sendable, Hashable {
  /// The numbers.
  public var range: NumberRange
  /// Its options.
  public var options = DeclaredOptions()
}

/// A message with its fields' types resolved.
public struct MessageDescriptor: Sendable, Hashable {
  /// Its name within what it is declared in.
  public var name: String
  /// Its name with package and outer messages, without a leading point.
  public var fullName: String
  /// The path of its file.
  public var file: String
  /// The comment; empty when absent.
  public var comment: String
  /// Fields in written order.
  public var fields: [FieldDescriptor]
  /// Oneofs in order; a field's `oneofIndex` counts them.
  public var oneofs: [OneofDescriptor]
  /// Messages inside it.
  public var messages: [MessageDescriptor]
  /// Enums inside it.
  public var enums: [EnumDescriptor]
  /// Numbers that must not be used.
  public var reservedRanges: [NumberRange]
  /// Names that must not be used.
  public var reservedNames: [String]
  /// Numbers left to extensions.
  public var extensionRanges: [ExtensionRange] = []
  /// Extensions declared inside it, of whichever message.
  public var extensions: [FieldDescriptor] = []
  /// Its options.
  public var options = DeclaredOptions()
  /// Whether it is marked deprecated.
  public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  /// Whether other files may use it, where that is written.
  public var visibility: SymbolVisibility?
  /// Where its name stands.
  public var position: Position

  /// The fields of one of its oneofs, in written order.
  public func fields(ofOneof index: Int) -> [FieldDescriptor] {
    fields.filter { $0.oneofIndex == index }
  }
}

extension MessageDescriptor {
  /// The fields that a file adds to a message elsewhere, as a message of their own.
  ///
  /// It has the full name of the one that is extended; every field tells absence from zero, as extensions do.
  public init(of extensions: [FieldDescriptor], extending fullName: String, in file: String) {
    self.init(
      name: fullName.split(separator: ".").last.map(String.init) ?? fullName, fullName: fullName, file: file,
      comment: "The options that `\(file)` adds to `\(fullName)`.", fields: extensions, oneofs: [], messages: [],
      enums: [], reservedRanges: [], reservedNames: [], position: Position())
    for index in fields.indices where fields[index].cardinality == .implicit { fields[index].cardinality = .optional }
  }
}
