extension MapKeyCodec where Value: FixedWidthInteger {
  /// The integer type's Swift name.
  public static var keyTypeName: String { "\(Value.self)" }
  /// The number in digits.
  public static func jsonKey(_ value: Value) -> String { String(value) }
  /// The number of digits, exactly.
  public static func value(jsonKey: String) -> Value? { JSONReader.exactInteger(jsonKey) }
}

extension ProtoInt32: MapKeyCodec {}
extension ProtoInt64: MapKeyCodec {}
extension ProtoUInt32: MapKeyCodec {}
extension ProtoUInt64: MapKeyCodec {}
extension ProtoSInt32: MapKeyCodec {}
extension ProtoSInt64: MapKeyCodec {}
extension ProtoFixed32: MapKeyCodec {}
extension ProtoFixed64: MapKeyCodec {}
extension ProtoSFixed32: MapKeyCodec {}
extension ProtoSFixed64: MapKeyCodec {}
extension ProtoBool: MapKeyCodec {
  /// `bool`.
  public static var keyTypeName: String { "bool" }
  /// `true` or `false`.
  public static func jsonKey(_ value: Bool) -> String { value ? "true" : "false" }
  /// The value of `true` or `false`.
  public static func value(jsonKey: String) -> Bool? { Bool(jsonKey) }
}

extension ProtoString: MapKeyCodec {
  /// `string`.
  public static var keyTypeName: String { "string" }
  /// The key itself.
  public static func jsonKey(_ value: String) -> String { value }
  /// The key itself.
  public static func value(jsonKey: String) -> String? { jsonKey }
}
