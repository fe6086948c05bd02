/// Reads the representations of a header block (RFC 7541 section 6), without the table they refer to.
@safe struct RepresentationReader {
  /// A string (RFC 7541 section 5.2), from its length on.
  struct Text: Equatable {
    let start: Int
    let end: Int
    /// Its bytes as they lie there, without the length.
    let count: Int
    let isHuffman: Bool
  }

  /// One representation.
  struct Field: Equatable {
    /// The value, when it is not to be put into the table.
    var unindexed: Text?
  }

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// A reader at the start of a block.
  init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = bytes }

  /// The next representation; nil at the end, and at what is none.
  mutating func next() -> Field? {
    guard unsafe position < bytes.count else { return nil }
    switch unsafe bytes[position] {
    case 0x80...: return integer(bits: 7).map { _ in Field() }
    case 0x40..<0x80: return literal(nameBits: 6).map { _ in Field() }
    case 0x20..<0x40: return integer(bits: 5).map { _ in Field() }
    default: return literal(nameBits: 4).map { Field(unindexed: $0) }
    }
  }

  private mutating func literal(nameBits: Int) -> Text? {
    guard let index = integer(bits: nameBits) else { return nil }
    if index == 0, text() == nil { return nil }
    return text()
  }

  private mutating func text() -> Text? {
    guard unsafe position < bytes.count else { return nil }
    let start = position
    let isHuffman = unsafe bytes[position] & 0x80 != 0
    guard let count = integer(bits: 7), unsafe count <= bytes.count - position else { return nil }
    position += count
    return Text(start: start, end: position, count: count, isHuffman: isHuffman)
  }

  /// An integer of RFC 7541 section 5.1, as far as 28 bits behind the prefix: more are no length of anything here.
  private mutating func integer(bits: Int) -> Int? {
    let most = 1 << bits - 1
    var value = Int(unsafe bytes[position]) & most
    position += 1
    guard value == most else { return value }
    for shift in stride(from: 0, to: 28, by: 7) {
      guard unsafe position < bytes.count else { return nil }
      let byte = Int(unsafe bytes[position])
      position += 1
      value += (byte & 0x7F) << shift
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
