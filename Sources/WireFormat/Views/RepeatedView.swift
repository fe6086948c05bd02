/// The elements of a list as they lie in the bytes, packed or not; `next` gives one after another.
public struct RepeatedView<Codec: FieldCodec>: ~Escapable {
  @usableFromInline let bytes: RawSpan
  @usableFromInline let number: UInt32
  @usableFromInline var position: Int
  /// Where the packed run being read ends; not behind `position` when there is none.
  @usableFromInline var packedEnd = 0

  @inlinable
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, number: UInt32, from start: Int) {
    self.bytes = bytes
    self.number = number
    position = start
  }

  /// Where the next length-prefixed element lies.
  @inlinable
  mutating func nextPayload() -> Range<Int>? {
    let tag = number << 3 | 2
    guard let range = bytes.payload(of: tag, from: position) else { return nil }
    position = range.upperBound
    return range
  }

  /// Reads the next element, stepping into packed runs.
  @inlinable
  mutating func nextScalar() -> Codec.Value? {
    let (number, start, end) = (number, position, packedEnd)
    let found = bytes.readFields(from: start) { reader in reader.nextElement(Codec.self, number, packedEnd: end) }
    guard let found else { return nil }
    (position, packedEnd) = (found.position, found.packedEnd)
    return found.value
  }
}

extension RepeatedView where Codec: ScalarCodec {
  /// The next element, nil behind the last.
  @inlinable
  public mutating func next() -> Codec.Value? { nextScalar() }
}

extension RepeatedView where Codec == ProtoString {
  /// The next text, nil behind the last.
  @inlinable
  @_lifetime(copy self)
  public mutating func next() -> UTF8Span? {
    guard let range = nextPayload() else { return nil }
    return bytes.text(range)
  }
}

extension RepeatedView where Codec == ProtoBytes {
  /// The next bytes, nil behind the last.
  @inlinable
  @_lifetime(copy self)
  public mutating func next() -> RawSpan? {
    guard let range = nextPayload() else { return nil }
    return bytes.extracting(range)
  }
}

extension RepeatedView {
  /// The next message, nil behind the last.
  @inlinable
  @_lifetime(copy self)
  public mutating func next<M: Message>() -> MessageView<M>? where Codec == ProtoMessage<M> {
    guard let range = nextPayload() else { return nil }
    return MessageView(checked: bytes.extracting(range))
  }
}

/// An element of a list, and where the next one is.
@usableFromInline
struct FoundElement<Value> {
  @usableFromInline let value: Value
  @usableFromInline let position: Int
  @usableFromInline let packedEnd: Int

  @inlinable
  init(value: Value, position: Int, packedEnd: Int) {
    self.value = value
    self.position = position
    self.packedEnd = packedEnd
  }
}

extension WireReader {
  /// The element at the position or, behind a packed run's end, the next one of the field.
  @inlinable
  mutating func nextElement<C: FieldCodec>(
    _ codec: C.Type, _ number: UInt32, packedEnd: Int
  ) -> FoundElement<C.Value>? {
    var packedEnd = packedEnd
    while position >= packedEnd {
      guard seek(number << 3 | C.wireType, or: number << 3 | 2) else { return nil }
      if tag & 7 != 2 { break }
      guard let count = try? length() else { return nil }
      packedEnd = position &+ count
    }
    guard let value = try? C.read(from: &self) else { return nil }
    return FoundElement(value: value, position: position, packedEnd: packedEnd)
  }
}
