/// The protobuf scalar types.
public enum ScalarType: String, Sendable, Hashable, CaseIterable {
  case double, float, int32, int64, uint32, uint64, sint32, sint64
  case fixed32, fixed64, sfixed32, sfixed64, bool, string, bytes

  /// Whether a repeated field of it may be packed.
  public var isPackable: Bool { self != .string && self != .bytes }

  /// Whether a map may be keyed by it.
  public var isMapKey: Bool { self != .double && self != .float && self != .bytes }
}

/// A field with its type resolved.
public struct FieldDescriptor: Sendable, Hashable {
  /// What a value of the field is.
  public enum Kind: Sendable, Hashable {
    /// A scalar.
    case scalar(ScalarType)
    /// A message, by its full name without a leading point.
    case message(String)
    /// An enum, by its full name.
    case enumeration(String)
    /// A message between group tags, by its full name.
    case group(String)

    /// The full name of the message or enum, if it is one.
    public var typeName: String? {
      switch self {
      case .scalar: nil
      case .message(let name), .enumeration(let name), .group(let name): name
      }
    }
  }

  /// How many values the field has and how its absence is told.
  public enum Cardinality: Sendable, Hashable {
    /// One value; zero is not written and cannot be told from absence.
    case implicit
    /// One value or none.
    case optional
    /// One value that proto2 demands.
    case required
    /// A list.
    case repeated(isPacked: Bool)
    /// A map whose values are of the field's kind.
    case map(key: ScalarType)
  }

  /// The name in the schema.
  public var name: String
  /// The name in JSON: `json_name`, or the lowerCamelCase of the name.
  public var jsonName: String
  /// 1 to 536870911.
  public var number: Int32
  /// The value's type; for a map that of its values.
  public var kind: Kind
  /// How many values.
  public var cardinality: Cardinality
  /// Which of the message's oneofs it belongs to; nil also for proto3 `optional`.
  public var oneofIndex: Int?
  /// Whether it is a proto3 field with the word `optional`.
  public var isProto3Optional = false
  /// Full name of the message it extends, if it is an extension.
  public var extendee: String?
  /// Whether it extends a message set, whose extensions have a form of their own on the wire.
  public var isMessageSetItem = false
  /// How many inner messages are declared before it; places a map's entry among them in descriptors.
  public var precedingMessages = 0
  /// The proto2 default as written, if any.
  public var defaultValue: OptionValue?
  /// The comment; empty when absent.
  public var comment: String
  /// Its options.
  public var options = DeclaredOptions()
  /// Whether it is marked deprecated.
  public var isDeprecated: Bool { options.written.isTrue("deprecated") }
  /// Where its name stands.
  public var position: Position

  /// The full name of the message or enum of the field's value, if it is one.
  public var typeName: String? { kind.typeName }
}

/// A choice of at most one of several fields.
public struct OneofDescriptor: Sendable, Hashable {
  /// Its name.
  public var name: String
  /// The comment; empty when absent.
  public var comment: String
  /// Its options.
  public var options = DeclaredOptions()
  /// Where its name stands.
  public var position: Position
}
