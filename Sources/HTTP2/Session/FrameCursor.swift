/// Where frames begin in what a peer sends (RFC 9113 section 4.1), in whatever pieces it comes.
struct FrameCursor {
  /// A frame that lies whole in a piece.
  struct Frame: Equatable {
    let type: UInt8
    let flags: UInt8
    /// The frame with its header.
    let range: Range<Int>

    /// What follows the header.
    var payload: Range<Int> { range.lowerBound + FrameCursor.headerLength..<range.upperBound }

    /// The number of the stream it is on, in the piece it lies in.
    func stream(in piece: UnsafeRawBufferPointer) -> Int32 {
      unsafe FrameCursor.number(in: piece, at: range.lowerBound + 5)
    }
  }

  /// The bytes of a frame's header.
  static let headerLength = 9

  /// Bytes before the next header.
  private var rest: Int
  /// How much of a header that two pieces share has come, and the length it has told so far.
  private var headerBytes = 0
  private var length = 0

  /// A number of 31 bits in network order; the bit before it is no part of it.
  static func number(in piece: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
    let bits = unsafe UInt32(bigEndian: piece.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    return Int32(bits & 0x7FFF_FFFF)
  }

  /// A cursor at the start of a connection, where as many bytes come before the first frame.
  init(preface: Int) { rest = preface }

  /// The next frame that lies whole in the piece, from `offset` on, which is behind it afterwards.
  mutating func next(in piece: UnsafeRawBufferPointer, from offset: inout Int) -> Frame? {
    while true {
      let skipped = min(rest, piece.count - offset)
      rest -= skipped
      offset += skipped
      guard offset < piece.count else { return nil }
      if headerBytes > 0 || piece.count - offset < Self.headerLength {
        unsafe take(piece[offset])
        offset += 1
        continue
      }
      let start = offset
      rest = unsafe Int(piece[start]) << 16 | Int(piece[start + 1]) << 8 | Int(piece[start + 2])
      offset += Self.headerLength
      guard rest <= piece.count - offset else { continue }
      offset += rest
      rest = 0
      return unsafe Frame(type: piece[start + 3], flags: piece[start + 4], range: start..<offset)
    }
  }

  private mutating func take(_ byte: UInt8) {
    if headerBytes < 3 { length = length << 8 | Int(byte) }
    headerBytes += 1
    guard headerBytes == Self.headerLength else { return }
    rest = length
    headerBytes = 0
    length = 0
  }
}
