/// How messages are written as JSON; the defaults are those of the proto3 mapping.
public struct JSONEncodingOptions: Sendable {
  /// One member per line, indented by two blanks.
  public var isPretty: Bool
  /// Whether zero numbers, empty strings, lists and maps of fields without presence are written.
  public var writesDefaults: Bool
  /// Whether fields have their names in the schema instead of those in JSON.
  public var usesSchemaNames: Bool
  /// Whether enum values are numbers instead of names.
  public var writesEnumNumbers: Bool
  /// The messages `google.protobuf.Any` may contain.
  public var types: MessageTypes

  /// Options.
  public init(
    isPretty: Bool = false, writesDefaults: Bool = false, usesSchemaNames: Bool = false,
    writesEnumNumbers: Bool = false, types: MessageTypes = .wellKnown
  ) {
    self.isPretty = isPretty
    self.writesDefaults = writesDefaults
    self.usesSchemaNames = usesSchemaNames
    self.writesEnumNumbers = writesEnumNumbers
    self.types = types
  }
}
