/// Reads the protobuf binary format from borrowed bytes.
///
/// This file and `WireWriter.swift` hold all pointer arithmetic of the module: every access here is behind a comparison
/// with `end`, and a reader never outlives the call that lends it its bytes.
@safe
public struct WireReader: ~Copyable {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  /// Where the next byte is read, from the beginning of the input.
  @usableFromInline var position = 0
  /// Where the message being read ends.
  @usableFromInline var end: Int
  /// Where the tag read last begins.
  @usableFromInline var tagStart = 0
  /// The tag read last: field number times 8 plus wire type.
  @usableFromInline var tag: UInt32 = 0
  /// How many messages and groups are open.
  @usableFromInline var depth = 0
  /// Field names from the failing field outwards; filled on failure only.
  @usableFromInline var failurePath: [String] = []

  /// A reader of bytes that stay valid while it lives.
  @inlinable
  @unsafe
  public init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.bytes = bytes
    end = bytes.count
  }

  /// Whether the message being read has no byte left.
  @inlinable
  public var isAtEnd: Bool { position >= end }

  // MARK: Tags

  /// The next tag, or 0 at the end of the message.
  @inlinable
  @inline(__always)
  public mutating func nextTag() throws(WireFault) -> UInt32 {
    tagStart = position
    guard position < end else { return 0 }
    let byte = unsafe bytes[position]
    if byte < 0x80, byte > 7, byte & 7 < 6 {
      position += 1
      tag = UInt32(byte)
      return tag
    }
    return try longTag()
  }

  @usableFromInline
  mutating func longTag() throws(WireFault) -> UInt32 {
    let value = try varint()
    guard value >= 8, value <= 0xFFFF_FFFF else { throw .invalidFieldNumber }
    guard value & 7 < 6 else { throw .invalidWireType }
    tag = UInt32(truncatingIfNeeded: value)
    return tag
  }

  /// Steps over a tag if it is the next thing to read.
  @inlinable
  @inline(__always)
  mutating func takeTag(_ expected: UInt32) -> Bool {
    let start = position
    guard let next = try? nextTag(), next == expected else {
      position = start
      return false
    }
    return true
  }

  // MARK: Numbers

  /// A base-128 number of at most ten bytes.
  @inlinable
  @inline(__always)
  public mutating func varint() throws(WireFault) -> UInt64 {
    guard position < end else { throw .truncated }
    let byte = unsafe bytes[position]
    if byte < 0x80 {
      position += 1
      return UInt64(byte)
    }
    return try longVarint()
  }

  @usableFromInline
  mutating func longVarint() throws(WireFault) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = unsafe bytes[position]
      position += 1
      guard shift < 63 || byte < 2 else { throw .overlongVarint }
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .truncated
  }

  /// Four bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed32() throws(WireFault) -> UInt32 {
    guard end - position >= 4 else { throw .truncated }
    let value = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
    position += 4
    return UInt32(littleEndian: value)
  }

  /// Eight bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed64() throws(WireFault) -> UInt64 {
    guard end - position >= 8 else { throw .truncated }
    let value = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    position += 8
    return UInt64(littleEndian: value)
  }

  // MARK: Length-prefixed values

  /// A length that the message being read has room for.
  @inlinable
  @inline(__always)
  public mutating func length() throws(WireFault) -> Int {
    let value = try varint()
    guard value <= UInt64(UInt(bitPattern: end - position)) else { throw .lengthPastEnd }
    return Int(truncatingIfNeeded: value)
  }

  /// Length-prefixed bytes, copied.
  @inlinable
  public mutating func byteString() throws(WireFault) -> [UInt8] {
    let count = try length()
    defer { position &+= count }
    return unsafe [UInt8](slice(position, count))
  }

  /// A length-prefixed string; anything but valid UTF-8 is refused.
  @inlinable
  public mutating func string() throws(WireFault) -> String {
    let count = try length()
    let text = unsafe slice(position, count)
    position &+= count
    if unsafe Self.isASCII(text) {
      let span = unsafe UnsafeBufferPointer(start: text.bindMemory(to: UInt8.self).baseAddress, count: count).span
      return String(copying: unsafe UTF8Span(unchecked: span, isKnownASCII: true))
    }
    return try unsafe Self.validated(text)
  }

  /// Bytes whose end was compared with `end`.
  @inlinable
  @inline(__always)
  func slice(_ start: Int, _ count: Int) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: bytes.baseAddress.map { unsafe $0 + start }, count: count)
  }

  /// Whether no byte has its high bit set, eight bytes at a time, the last ones by a load that overlaps.
  @inlinable
  @inline(__always)
  static func isASCII(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let base = text.baseAddress else { return true }
    let count = text.count
    var bits: UInt64 = 0
    if count >= 8 {
      var index = 0
      while index &+ 8 < count {
        bits |= unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        index &+= 8
      }
      bits |= unsafe base.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
    } else if count >= 4 {
      bits = unsafe UInt64(
        base.loadUnaligned(as: UInt32.self) | base.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
    } else if count > 0 {
      bits = unsafe UInt64(
        base.load(as: UInt8.self) | base.load(fromByteOffset: count / 2, as: UInt8.self)
          | base.load(fromByteOffset: count &- 1, as: UInt8.self))
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }

  @usableFromInline
  static func validated(_ text: UnsafeRawBufferPointer) throws(WireFault) -> String {
    let span = unsafe text.bindMemory(to: UInt8.self).span
    do {
      return String(copying: try UTF8Span(validating: span))
    } catch {
      throw .invalidUTF8
    }
  }

  /// Bytes of the input from a place up to where reading has come.
  @usableFromInline
  func copy(from start: Int) -> [UInt8] {
    unsafe [UInt8](slice(start, position - start))
  }

  /// How many varints end in the next bytes; the caller has checked that they are there.
  @inlinable
  func varintCount(in count: Int) -> Int {
    var found = 0
    for index in position..<position + count where unsafe bytes[index] < 0x80 { found &+= 1 }
    return found
  }
}

extension Message {
  /// Reads a message from bytes that stay where they are.
  /// - Throws: `DecodingError` with field path, byte offset and reason.
  @inlinable
  public init(serializedBytes bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    self.init()
    try unsafe merge(serializedBytes: bytes)
  }

  /// Reads a message into this one: single values are replaced, lists and maps go on, messages merge.
  /// - Throws: `DecodingError`; what was read before it stays.
  public mutating func merge(serializedBytes bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    var reader = unsafe WireReader(bytes)
    do throws(WireFault) {
      try decode(from: &reader)
    } catch {
      throw reader.failure(error, in: Self.self)
    }
  }

  /// Reads a message into this one: single values are replaced, lists and maps go on, messages merge.
  /// - Throws: `DecodingError`; what was read before it stays.
  @inlinable
  public mutating func merge(serializedBytes bytes: [UInt8]) throws(DecodingError) {
    try unsafe bytes.span.withUnsafeBytes { (bytes) throws(DecodingError) in
      try unsafe merge(serializedBytes: bytes)
    }
  }

  /// Reads a message from a span.
  /// - Throws: `DecodingError` with field path, byte offset and reason.
  @inlinable
  public init(serializedBytes span: RawSpan) throws(DecodingError) {
    self.init()
    try merge(serializedBytes: span)
  }

  /// Reads a message from a span into this one.
  /// - Throws: `DecodingError`; what was read before it stays.
  @inlinable
  public mutating func merge(serializedBytes span: RawSpan) throws(DecodingError) {
    try unsafe span.withUnsafeBytes { (bytes) throws(DecodingError) in
      try unsafe merge(serializedBytes: bytes)
    }
  }
}
