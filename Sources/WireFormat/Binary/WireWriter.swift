#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#endif

/// Writes the protobuf binary format from the last byte to the first.
///
/// Going backwards, a message's length is known when its head is written, so that one pass needs no pass for sizes
/// nor moving bytes. Fields are therefore given in falling order of their numbers. All memory is owned here; every
/// write is behind `reserve`.
@safe
public struct WireWriter: ~Copyable {
  @usableFromInline var base: UnsafeMutableRawPointer
  @usableFromInline var capacity: Int
  /// Where the bytes written so far begin; they end at `capacity`.
  @usableFromInline var start: Int

  /// An empty writer.
  /// - Parameter capacity: bytes to make room for; it grows by itself.
  public init(capacity: Int = 512) {
    self.capacity = Swift.max(capacity, 16)
    start = self.capacity
    unsafe base = UnsafeMutableRawPointer.allocate(byteCount: self.capacity, alignment: 16)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// How many bytes are written.
  @inlinable
  public var count: Int { capacity - start }

  @inlinable
  @inline(__always)
  mutating func reserve(_ bytes: Int) {
    if start < bytes { grow(bytes) }
  }

  @usableFromInline
  mutating func grow(_ bytes: Int) {
    let used = count
    let larger = Swift.max(capacity * 2, used + bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    unsafe memcpy(memory + larger - used, base + start, used)
    unsafe base.deallocate()
    unsafe base = memory
    capacity = larger
    start = larger - used
  }

  // MARK: Numbers

  /// A base-128 number.
  @inlinable
  @inline(__always)
  public mutating func varint(_ value: UInt64) {
    if value < 0x80 {
      reserve(1)
      start &-= 1
      unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: start, as: UInt8.self)
    } else {
      longVarint(value)
    }
  }

  @usableFromInline
  mutating func longVarint(_ value: UInt64) {
    reserve(10)
    start -= (70 &- value.leadingZeroBitCount) / 7
    var (rest, index) = (value, start)
    while rest >= 0x80 {
      unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: index, as: UInt8.self)
      rest >>= 7
      index += 1
    }
    unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: index, as: UInt8.self)
  }

  /// Four bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed32(_ value: UInt32) {
    reserve(4)
    start &-= 4
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt32.self)
  }

  /// Eight bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed64(_ value: UInt64) {
    reserve(8)
    start &-= 8
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt64.self)
  }

  // MARK: Bytes

  /// Bytes as they are.
  @inlinable
  public mutating func raw(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe copy($0) }
  }

  /// Length-prefixed bytes.
  @inlinable
  public mutating func byteString(_ bytes: [UInt8]) {
    raw(bytes)
    varint(UInt64(truncatingIfNeeded: bytes.count))
  }

  /// A length-prefixed string.
  @inlinable
  public mutating func string(_ text: String) {
    let end = count
    let isCopied: Void? = unsafe text.utf8.withContiguousStorageIfAvailable { unsafe copy(UnsafeRawBufferPointer($0)) }
    if isCopied == nil { raw(Array(text.utf8)) }
    varint(UInt64(truncatingIfNeeded: count &- end))
  }

  @inlinable
  @inline(__always)
  mutating func copy(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.baseAddress, bytes.count > 0 else { return }
    reserve(bytes.count)
    start &-= bytes.count
    unsafe (base + start).copyMemory(from: first, byteCount: bytes.count)
  }

  /// Everything written.
  /// - Parameter prefix: how many zero bytes to put before it, for a head the caller fills in.
  public consuming func finish(prefix: Int = 0) -> [UInt8] {
    let count = count
    return unsafe [UInt8](unsafeUninitializedCapacity: prefix + count) { target, written in
      for index in 0..<prefix { unsafe target.initializeElement(at: index, to: 0) }
      if let first = target.baseAddress { unsafe memcpy(first + prefix, base + start, count) }
      written = prefix + count
    }
  }
}
