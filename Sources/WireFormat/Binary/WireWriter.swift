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

  /// An empty writer, over memory that an earlier writer of this thread left or over new memory.
  public init() {
    capacity = ScratchMemory.size
    start = capacity
    unsafe base = ScratchMemory.take()
  }

  deinit {
    if capacity == ScratchMemory.size {
      unsafe ScratchMemory.give(base)
    } else {
      unsafe base.deallocate()
    }
  }

  /// How many bytes are written.
  @inlinable
  public var count: Int { capacity &- start }

  @inlinable
  @inline(__always)
  mutating func reserve(_ bytes: Int) {
    if start < bytes { grow(bytes) }
  }

  @usableFromInline
  @inline(never)
  mutating func grow(_ bytes: Int) {
    let used = count
    let larger = Swift.max(capacity * 2, used + bytes)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
    unsafe memcpy(memory + larger - used, base + start, used)
    if capacity == ScratchMemory.size {
      unsafe ScratchMemory.give(base)
    } else {
      unsafe base.deallocate()
    }
    unsafe base = memory
    capacity = larger
    start = larger - used
  }

  // MARK: Numbers

  /// A base-128 number.
  @inlinable
  @inline(__always)
  public mutating func varint(_ value: UInt64) {
    reserve(10)
    start = put(value, before: start)
  }

  /// A base-128 number with its tag.
  @inlinable
  @inline(__always)
  public mutating func varint(_ value: UInt64, tag: UInt32) {
    reserve(15)
    start = put(UInt64(tag), before: put(value, before: start))
  }

  /// Four bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed32(_ value: UInt32) {
    reserve(4)
    start &-= 4
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt32.self)
  }

  /// Four bytes, little endian, with their tag.
  @inlinable
  @inline(__always)
  public mutating func fixed32(_ value: UInt32, tag: UInt32) {
    reserve(9)
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start &- 4, as: UInt32.self)
    start = put(UInt64(tag), before: start &- 4)
  }

  /// Eight bytes, little endian.
  @inlinable
  @inline(__always)
  public mutating func fixed64(_ value: UInt64) {
    reserve(8)
    start &-= 8
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start, as: UInt64.self)
  }

  /// Eight bytes, little endian, with their tag.
  @inlinable
  @inline(__always)
  public mutating func fixed64(_ value: UInt64, tag: UInt32) {
    reserve(13)
    unsafe base.storeBytes(of: value.littleEndian, toByteOffset: start &- 8, as: UInt64.self)
    start = put(UInt64(tag), before: start &- 8)
  }

  /// Stores a base-128 number where ten bytes are reserved and gives the place it begins.
  @inlinable
  @inline(__always)
  func put(_ value: UInt64, before end: Int) -> Int {
    unsafe Self.put(value, before: end, in: base)
  }

  @inlinable
  @inline(__always)
  static func put(_ value: UInt64, before end: Int, in memory: UnsafeMutableRawPointer) -> Int {
    if value < 0x80 {
      unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: end &- 1, as: UInt8.self)
      return end &- 1
    }
    if value < 0x4000 {
      let pair = UInt16(truncatingIfNeeded: value & 0x7F | 0x80 | (value >> 7) << 8)
      unsafe memory.storeBytes(of: pair.littleEndian, toByteOffset: end &- 2, as: UInt16.self)
      return end &- 2
    }
    return unsafe putLong(value, before: end, in: memory)
  }

  @usableFromInline
  @inline(never)
  static func putLong(_ value: UInt64, before end: Int, in memory: UnsafeMutableRawPointer) -> Int {
    let first = end &- (70 &- value.leadingZeroBitCount) / 7
    var (rest, index) = (value, first)
    while rest >= 0x80 {
      unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: index, as: UInt8.self)
      rest >>= 7
      index &+= 1
    }
    unsafe memory.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: index, as: UInt8.self)
    return first
  }

  /// Zero bytes.
  @inlinable
  mutating func zeros(_ number: Int) {
    guard number > 0 else { return }
    reserve(number)
    start &-= number
    unsafe (base + start).initializeMemory(as: UInt8.self, repeating: 0, count: number)
  }

  // MARK: Bytes

  /// Bytes as they are.
  @inlinable
  public mutating func raw(_ bytes: borrowing [UInt8]) {
    unsafe bytes.span.withUnsafeBytes {
      reserve($0.count)
      start = unsafe Self.put($0, before: start, in: base)
    }
  }

  /// Length-prefixed bytes.
  @inlinable
  public mutating func byteString(_ bytes: borrowing [UInt8]) {
    raw(bytes)
    varint(UInt64(truncatingIfNeeded: bytes.count))
  }

  /// Length-prefixed bytes with their tag.
  @inlinable
  public mutating func byteString(_ bytes: borrowing [UInt8], tag: UInt32) {
    raw(bytes)
    varint(UInt64(truncatingIfNeeded: bytes.count), tag: tag)
  }

  /// A length-prefixed string.
  @inlinable
  @inline(__always)
  public mutating func string(_ text: String) {
    start = placed(text)
  }

  /// A length-prefixed string with its tag.
  @inlinable
  @inline(__always)
  public mutating func string(_ text: String, tag: UInt32) {
    let begin = placed(text)
    start = put(UInt64(tag), before: begin)
  }

  /// Stores a string with its length, leaves room for a tag, and gives the place it begins.
  ///
  /// What is called takes and gives numbers: a message's fields are written without the writer's place going to memory
  /// and back between them.
  @inlinable
  @inline(__always)
  mutating func placed(_ text: String) -> Int {
    let begin = unsafe text.put(before: start, in: base)
    return begin >= 0 ? begin : placedSlowly(text)
  }

  /// The same where there is no room yet, or the string does not lie in one piece.
  @usableFromInline
  @inline(never)
  mutating func placedSlowly(_ text: String) -> Int {
    byteString(Array(text.utf8))
    reserve(5)
    return start
  }

  /// Stores bytes that are reserved and gives the place they begin; up to 64 by loads that overlap, which is quicker
  /// than a call.
  @inlinable
  @inline(__always)
  static func put(_ bytes: UnsafeRawBufferPointer, before end: Int, in memory: UnsafeMutableRawPointer) -> Int {
    let count = bytes.count
    guard count > 0 else { return end }
    let first = unsafe bytes.baseAddress.unsafelyUnwrapped
    let target = unsafe memory + (end &- count)
    if count >= 16 {
      unsafe putMany(first, target, count)
    } else if count >= 8 {
      unsafe copy(UInt64.self, first, target, 0)
      // A short string was just stored as two words; a load from both at once would have to wait for them.
      if count > 8 { unsafe copyTail(first, target, count) }
    } else if count >= 4 {
      unsafe copyEnds(UInt32.self, first, target, 0, count)
    } else if count >= 2 {
      unsafe copyEnds(UInt16.self, first, target, 0, count)
    } else {
      unsafe copy(UInt8.self, first, target, 0)
    }
    return end &- count
  }

  /// Copies 16 bytes or more.
  @inlinable
  @inline(__always)
  static func putMany(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    if count > 64 { return unsafe target.copyMemory(from: source, byteCount: count) }
    unsafe copyEnds(SIMD16<UInt8>.self, source, target, 0, count)
    guard count > 32 else { return }
    unsafe copy(SIMD16<UInt8>.self, source, target, 16)
    unsafe copy(SIMD16<UInt8>.self, source, target, count &- 32)
  }

  /// Copies what lies behind the first eight of 9 to 15 bytes.
  @inlinable
  @inline(__always)
  static func copyTail(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
    if count >= 12 {
      unsafe copyEnds(UInt32.self, source, target, 8, count)
    } else if count >= 10 {
      unsafe copyEnds(UInt16.self, source, target, 8, count)
    } else {
      unsafe copy(UInt8.self, source, target, 8)
    }
  }

  /// Copies the bytes at a place and those before the end.
  @inlinable
  @inline(__always)
  static func copyEnds<T: BitwiseCopyable>(
    _ type: T.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ place: Int, _ end: Int
  ) {
    let last = end &- MemoryLayout<T>.size
    let (head, tail) = unsafe (
      source.loadUnaligned(fromByteOffset: place, as: T.self), source.loadUnaligned(fromByteOffset: last, as: T.self)
    )
    unsafe target.storeBytes(of: head, toByteOffset: place, as: T.self)
    unsafe target.storeBytes(of: tail, toByteOffset: last, as: T.self)
  }

  /// Copies the bytes at a place.
  @inlinable
  @inline(__always)
  static func copy<T: BitwiseCopyable>(
    _ type: T.Type, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ place: Int
  ) {
    let value = unsafe source.loadUnaligned(fromByteOffset: place, as: T.self)
    unsafe target.storeBytes(of: value, toByteOffset: place, as: T.self)
  }

  /// Everything written, lent.
  @inlinable
  public var written: RawSpan {
    @_lifetime(borrow self)
    get { unsafe _overrideLifetime(RawSpan(_unsafeStart: base + start, byteCount: count), borrowing: self) }
  }

  /// Everything written.
  /// - Parameter prefix: how many zero bytes to put before it, for a head the caller fills in.
  @inlinable
  public consuming func finish(prefix: Int = 0) -> [UInt8] {
    zeros(prefix)
    return unsafe [UInt8](UnsafeRawBufferPointer(start: base + start, count: count))
  }
}

extension String {
  /// Stores the UTF-8 with its length and gives the place it begins; -1 where that and a tag have no room, or when the
  /// string does not lie in one piece.
  @usableFromInline
  @inline(never)
  func put(before end: Int, in memory: UnsafeMutableRawPointer) -> Int {
    // A closure of this size would be called.
    @inline(__always)
    func put(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
      guard bytes.count &+ 15 <= end else { return -1 }
      let begin = unsafe WireWriter.put(UnsafeRawBufferPointer(bytes), before: end, in: memory)
      return unsafe WireWriter.put(UInt64(truncatingIfNeeded: bytes.count), before: begin, in: memory)
    }
    return unsafe utf8.withContiguousStorageIfAvailable(put) ?? -1
  }
}

/// The memory a thread's writers use one after another; a writer inside another's life gets memory of its own.
enum ScratchMemory {
  /// Where a thread keeps memory that no writer uses.
  private typealias Shelf = UnsafeMutablePointer<UnsafeMutableRawPointer?>

  /// Bytes of one piece; larger memory is not kept.
  static let size = 16_384

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    unsafe pthread_key_create(&key) {
      guard let shelf = unsafe $0?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self) else { return }
      unsafe shelf.pointee?.deallocate()
      unsafe shelf.deallocate()
    }
    return key
  }()

  /// The present thread's shelf; looking for it is the only thing each writer asks of the system.
  private static var shelf: Shelf? {
    unsafe pthread_getspecific(key)?.assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
  }

  static func take() -> UnsafeMutableRawPointer {
    if let shelf = unsafe shelf, let kept = unsafe shelf.pointee {
      unsafe shelf.pointee = nil
      return unsafe kept
    }
    return UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
  }

  static func give(_ memory: UnsafeMutableRawPointer) {
    guard let shelf = unsafe shelf ?? newShelf() else { return unsafe memory.deallocate() }
    unsafe shelf.pointee?.deallocate()
    unsafe shelf.pointee = memory
  }

  private static func newShelf() -> Shelf? {
    let shelf = Shelf.allocate(capacity: 1)
    unsafe shelf.initialize(to: nil)
    if unsafe pthread_setspecific(key, shelf) == 0 { return unsafe shelf }
    unsafe shelf.deallocate()
    return nil
  }
}
