/// The entries of a map as they lie in the bytes, in the order of their keys; `next` gives one after another.
public struct MapView<Key: MapKeyCodec, Codec: FieldCodec>: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline let number: UInt32
  @usableFromInline var position: Int

  @inlinable
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, number: UInt32, from start: Int) {
    self.bytes = bytes
    self.number = number
    position = start
  }

  /// The next entry, nil behind the last.
  @inlinable
  @_lifetime(copy self)
  public mutating func next() -> MapEntryView<Key, Codec>? {
    guard let range = bytes.payload(of: number << 3 | 2, from: position) else { return nil }
    position = range.upperBound
    return MapEntryView(bytes.extracting(range))
  }
}

/// An entry of a map: `key` and `value` in the forms a view has for their types.
public struct MapEntryView<Key: MapKeyCodec, Codec: FieldCodec>: ~Escapable {
  @usableFromInline let bytes: RawSpan

  @inlinable
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  @inlinable
  func scalar<C: FieldCodec>(_ codec: C.Type, _ tag: UInt32) -> C.Value {
    let value = bytes.readFields { reader in reader.seek(tag) ? try? C.read(from: &reader) : nil }
    return value ?? C.zero
  }
}

extension MapEntryView where Key: ScalarCodec {
  /// The key.
  @inlinable
  public var key: Key.Value { scalar(Key.self, 8 | Key.wireType) }
}

extension MapEntryView where Key == ProtoString {
  /// The key.
  @inlinable
  public var key: UTF8Span {
    @_lifetime(copy self)
    get { bytes.text(bytes.payload(of: 10) ?? 0..<0) }
  }
}

extension MapEntryView where Codec: ScalarCodec {
  /// The value.
  @inlinable
  public var value: Codec.Value { scalar(Codec.self, 16 | Codec.wireType) }
}

extension MapEntryView where Codec == ProtoString {
  /// The value.
  @inlinable
  public var value: UTF8Span {
    @_lifetime(copy self)
    get { bytes.text(bytes.payload(of: 18) ?? 0..<0) }
  }
}

extension MapEntryView where Codec == ProtoBytes {
  /// The value.
  @inlinable
  public var value: RawSpan {
    @_lifetime(copy self)
    get { bytes.extracting(bytes.payload(of: 18) ?? 0..<0) }
  }
}

extension MapEntryView {
  /// The value.
  @inlinable
  @_lifetime(copy self)
  public func message<M: Message>() -> MessageView<M> where Codec == ProtoMessage<M> {
    MessageView(checked: bytes.extracting(bytes.payload(of: 18) ?? 0..<0))
  }
}
