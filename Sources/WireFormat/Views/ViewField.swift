/// A field of a message as a view reads it; generated code declares one for every field, under the field's own name.
///
/// `Kind` is one of the four kinds below; it decides what `view[.field]` is.
public struct ViewField<M: Message, Kind>: Sendable {
  @usableFromInline let number: UInt32

  /// The field of a number.
  @inlinable
  @inline(__always)
  public init(_ number: UInt32) { self.number = number }

  @inlinable
  @inline(__always)
  func tag(_ wireType: UInt32) -> UInt32 { number << 3 | wireType }
}

/// The kind of a field without presence: one that is not there is zero or empty.
public enum ImplicitField<Codec: FieldCodec> {}

/// The kind of a field with presence: one that is not there is nil.
public enum OptionalField<Codec: FieldCodec> {}

/// The kind of a list.
public enum RepeatedField<Codec: FieldCodec> {}

/// The kind of a map.
public enum MapField<Key: MapKeyCodec, Codec: FieldCodec> {}

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
