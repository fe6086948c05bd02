#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

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
  /// Whether a view may lie over what was checked: no field of one value came twice or out of order.
  @usableFromInline var isPlain = true
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
    // A tag that cannot be read belongs to no field; the error names the message around it.
    tag = 0
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

  /// Steps over the value of the tag read last, in bytes that were checked; false at their end.
  @inlinable
  @inline(__always)
  mutating func stepOver() -> Bool {
    switch tag & 7 {
    case 0:
      while position < end {
        defer { position &+= 1 }
        if unsafe bytes[position] < 0x80 { return true }
      }
      return false
    case 1: position &+= 8
    case 2:
      guard let count = try? length() else { return false }
      position &+= count
    case 5: position &+= 4
    default: return (try? skip()) != nil
    }
    return position <= end
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
    guard unsafe Self.isASCII(text) else { return try unsafe Self.validated(text) }
    if count <= 15 { return unsafe Self.short(text) }
    let span = unsafe UnsafeBufferPointer(start: text.bindMemory(to: UInt8.self).baseAddress, count: count).span
    return String(copying: unsafe UTF8Span(unchecked: span, isKnownASCII: true))
  }

  /// A string that lies in its own value; the library's other ways to make one go byte by byte.
  @inlinable
  @inline(__always)
  static func short(_ text: UnsafeRawBufferPointer) -> String {
    unsafe String(unsafeUninitializedCapacity: 15) { target in
      guard let memory = target.baseAddress else { return 0 }
      _ = unsafe WireWriter.put(text, before: text.count, in: UnsafeMutableRawPointer(memory))
      return text.count
    }
  }

  /// Where the bytes of a length-prefixed string lie; anything but valid UTF-8 is refused.
  @inlinable
  public mutating func textRange() throws(WireFault) -> Range<Int> {
    let count = try length()
    let start = position
    let text = unsafe slice(start, count)
    position &+= count
    if unsafe !Self.isASCII(text) { try unsafe Self.validate(text) }
    return start..<position
  }

  /// Whether the string that begins at the position comes before the one of another range, both with their lengths.
  @usableFromInline
  mutating func textRises(_ other: Range<Int>) -> Bool {
    guard let firstLength = try? length() else { return false }
    let first = unsafe slice(position, firstLength)
    (position, end) = (other.lowerBound, other.upperBound)
    guard let secondLength = try? length() else { return false }
    let second = unsafe slice(position, secondLength)
    guard let left = first.baseAddress, let right = second.baseAddress else { return first.count < second.count }
    let order = unsafe memcmp(left, right, Swift.min(first.count, second.count))
    return order == 0 ? first.count < second.count : order < 0
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

  @usableFromInline
  static func validate(_ text: UnsafeRawBufferPointer) throws(WireFault) {
    do {
      _ = try unsafe UTF8Span(validating: text.bindMemory(to: UInt8.self).span)
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

extension RawSpan {
  /// Lends a reader over the bytes from a place on.
  @inlinable
  @inline(__always)
  func readFields<Result, Failure: Error>(
    from start: Int = 0, _ body: (inout WireReader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try unsafe withUnsafeBytes { (bytes) throws(Failure) in
      var reader = unsafe WireReader(bytes)
      reader.position = start
      return try body(&reader)
    }
  }

  /// Where the bytes of the next length-prefixed field of a tag lie.
  @inlinable
  func payload(of tag: UInt32, from start: Int = 0) -> Range<Int>? {
    readFields(from: start) { reader in
      guard reader.seek(tag), let count = try? reader.length() else { return nil }
      return reader.position..<reader.position &+ count
    }
  }

  /// Bytes that were checked to be UTF-8.
  @inlinable
  @_lifetime(copy self)
  func text(_ range: Range<Int>) -> UTF8Span {
    let span = Span<UInt8>(_bytes: extracting(range))
    return unsafe UTF8Span(unchecked: span)
  }
}

extension String {
  /// Whether the bytes of one string come before those of another.
  @inlinable
  static func bytesPrecede(_ a: String, _ b: String) -> Bool {
    let answer = unsafe a.utf8.withContiguousStorageIfAvailable { (x) -> Bool? in
      unsafe b.utf8.withContiguousStorageIfAvailable { (y) -> Bool in
        let shared = Swift.min(x.count, y.count)
        var index = 0
        while index < shared {
          let (left, right) = unsafe (x[index], y[index])
          if left != right { return left < right }
          index &+= 1
        }
        return x.count < y.count
      }
    }
    if let answer, let answer { return answer }
    return a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}

extension [UInt8] {
  /// The array's bytes, lent.
  @inlinable
  var lentBytes: RawSpan {
    @_lifetime(borrow self)
    get { unsafe span.bytes }
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
