/// A protobuf enum as generated code declares it: open, so that numbers of a later schema survive.
public protocol ProtoEnumeration: Sendable, Hashable {
  /// The value whose number is 0, or the first one of a closed enum.
  init()
  /// The value of a number; one the schema does not name is kept as `unrecognized`.
  init(rawValue: Int32)
  /// The number on the wire.
  var rawValue: Int32 { get }
  /// The values the schema names, in its order.
  static var allKnown: [Self] { get }
  /// Further names of values that `allKnown` has under another.
  static var aliases: [String: Self] { get }
  /// The name in the schema; the number in digits for an unrecognized value.
  var protoName: String { get }
  /// Whether its JSON form is `null`; it is for `google.protobuf.NullValue`.
  static var isJSONNull: Bool { get }
}

extension ProtoEnumeration {
  /// Most enums are names in JSON.
  public static var isJSONNull: Bool { false }

  /// Most enums have one name for each number.
  public static var aliases: [String: Self] { [:] }

  /// The known value of a schema name.
  public init?(protoName: String) {
    guard let value = Self.allKnown.first(where: { $0.protoName == protoName }) ?? Self.aliases[protoName] else {
      return nil
    }
    self = value
  }
}
