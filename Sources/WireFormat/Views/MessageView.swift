/// A message as the bytes it came in, checked once and read field by field.
///
/// Strings and bytes are lent, not copied; nothing is allocated. `view[\.field]` gives
/// - numbers, truth values and enums as values,
/// - `string` as `UTF8Span`, `bytes` as `RawSpan`, messages as views,
/// - lists as `RepeatedView` and maps as `MapView`, read one element at a time;
/// and each of them as an optional where the field has presence. A view lives no longer than the bytes.
///
/// A view notes once where its fields below number 16 begin; a field of a higher number is searched each time.
/// `Message.withView` makes views; it answers as reading a value would, also for bytes that say a field twice.
public struct MessageView<M: Message>: ~Escapable {
  /// The message's bytes.
  public let bytes: RawSpan
  @usableFromInline let places: FieldPlaces

  /// A view over bytes that were checked, in which no field with one value comes twice.
  @inlinable
  @inline(__always)
  @_lifetime(copy bytes)
  init(checked bytes: RawSpan) {
    self.bytes = bytes
    places = FieldPlaces(bytes)
  }

  /// Where the value of a length-prefixed field lies.
  @inlinable
  func payload(of tag: UInt32) -> Range<Int>? {
    guard let start = places.start(of: tag >> 3) else { return nil }
    return bytes.payload(of: tag, from: start)
  }

  /// The message as a value.
  /// - Throws: `DecodingError` never happens for a view's bytes.
  @inlinable
  public func message() throws(DecodingError) -> M { try M(serializedBytes: bytes) }

  // MARK: Numbers, truth values and enums

  /// The value of a field without presence.
  @inlinable
  @inline(__always)
  public subscript<C: ScalarCodec>(field: (M.ViewFields) -> ImplicitField<C>) -> C.Value {
    scalar(C.self, field(M.ViewFields()).number << 3 | C.wireType) ?? C.zero
  }

  /// The value of a field with presence.
  @inlinable
  @inline(__always)
  public subscript<C: ScalarCodec>(field: (M.ViewFields) -> OptionalField<C>) -> C.Value? {
    scalar(C.self, field(M.ViewFields()).number << 3 | C.wireType)
  }

  @inlinable
  func scalar<C: ScalarCodec>(_ codec: C.Type, _ tag: UInt32) -> C.Value? {
    guard let start = places.start(of: tag >> 3) else { return nil }
    return bytes.readFields(from: start) { reader in reader.seek(tag) ? try? C.read(from: &reader) : nil }
  }

  // MARK: Texts and bytes

  /// The text of a field without presence.
  @inlinable
  @inline(__always)
  public subscript(field: (M.ViewFields) -> ImplicitField<ProtoString>) -> UTF8Span {
    @_lifetime(copy self)
    get { bytes.text(payload(of: field(M.ViewFields()).number << 3 | 2) ?? 0..<0) }
  }

  /// The text of a field with presence.
  @inlinable
  @inline(__always)
  public subscript(field: (M.ViewFields) -> OptionalField<ProtoString>) -> UTF8Span? {
    @_lifetime(copy self)
    get {
      guard let range = payload(of: field(M.ViewFields()).number << 3 | 2) else { return nil }
      return bytes.text(range)
    }
  }

  /// The bytes of a field without presence.
  @inlinable
  @inline(__always)
  public subscript(field: (M.ViewFields) -> ImplicitField<ProtoBytes>) -> RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(payload(of: field(M.ViewFields()).number << 3 | 2) ?? 0..<0) }
  }

  /// The bytes of a field with presence.
  @inlinable
  @inline(__always)
  public subscript(field: (M.ViewFields) -> OptionalField<ProtoBytes>) -> RawSpan? {
    @_lifetime(copy self)
    get {
      guard let range = payload(of: field(M.ViewFields()).number << 3 | 2) else { return nil }
      return bytes.extracting(range)
    }
  }

  // MARK: Messages, lists and maps

  /// The message of a field.
  @inlinable
  @inline(__always)
  public subscript<Inner: Message>(field: (M.ViewFields) -> OptionalField<ProtoMessage<Inner>>) -> MessageView<Inner>? {
    @_lifetime(copy self)
    get {
      guard let range = payload(of: field(M.ViewFields()).number << 3 | 2) else { return nil }
      return MessageView<Inner>(checked: bytes.extracting(range))
    }
  }

  /// The elements of a list.
  @inlinable
  @inline(__always)
  public subscript<C: FieldCodec>(field: (M.ViewFields) -> RepeatedField<C>) -> RepeatedView<C> {
    @_lifetime(copy self)
    get {
      let number = field(M.ViewFields()).number
      return RepeatedView(bytes, number: number, from: places.start(of: number) ?? bytes.byteCount)
    }
  }

  /// The entries of a map.
  @inlinable
  @inline(__always)
  public subscript<Key: MapKeyCodec, C: FieldCodec>(field: (M.ViewFields) -> MapField<Key, C>) -> MapView<Key, C> {
    @_lifetime(copy self)
    get {
      let number = field(M.ViewFields()).number
      return MapView(bytes, number: number, from: places.start(of: number) ?? bytes.byteCount)
    }
  }
}
