/// The fields of a message by name, as views read them; generated code has one such type for every message.
///
/// The type of a field, one of the four below, decides what `view[\.field]` is.
public protocol MessageFields: Sendable {
  /// The fields.
  init()
}

/// A field without presence: one that is not there is zero or empty.
public struct ImplicitField<Codec: FieldCodec>: Sendable {
  @usableFromInline let number: UInt32

  /// The field of a number.
  @inlinable
  @inline(__always)
  public init(_ number: UInt32) { self.number = number }
}

/// A field with presence: one that is not there is nil.
public struct OptionalField<Codec: FieldCodec>: Sendable {
  @usableFromInline let number: UInt32

  /// The field of a number.
  @inlinable
  @inline(__always)
  public init(_ number: UInt32) { self.number = number }
}

/// A list.
public struct RepeatedField<Codec: FieldCodec>: Sendable {
  @usableFromInline let number: UInt32

  /// The field of a number.
  @inlinable
  @inline(__always)
  public init(_ number: UInt32) { self.number = number }
}

/// A map.
public struct MapField<Key: MapKeyCodec, Codec: FieldCodec>: Sendable {
  @usableFromInline let number: UInt32

  /// The field of a number.
  @inlinable
  @inline(__always)
  public init(_ number: UInt32) { self.number = number }
}

/// A codec of numbers, truth values and enums, which views hand out as values.
public protocol ScalarCodec: FieldCodec {}

extension ProtoDouble: ScalarCodec {}
extension ProtoFloat: ScalarCodec {}
extension ProtoInt32: ScalarCodec {}
extension ProtoInt64: ScalarCodec {}
extension ProtoUInt32: ScalarCodec {}
extension ProtoUInt64: ScalarCodec {}
extension ProtoSInt32: ScalarCodec {}
extension ProtoSInt64: ScalarCodec {}
extension ProtoFixed32: ScalarCodec {}
extension ProtoFixed64: ScalarCodec {}
extension ProtoSFixed32: ScalarCodec {}
extension ProtoSFixed64: ScalarCodec {}
extension ProtoBool: ScalarCodec {}
extension ProtoEnum: ScalarCodec {}
