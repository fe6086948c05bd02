/// Input in which parts of frames are replaced; it is copied only if any is.
@safe struct RewrittenInput {
  private let input: UnsafeRawBufferPointer
  private let buffer: UnsafeMutableRawBufferPointer
  private var read = 0
  private var written = 0
  /// Where the header of the frame has been written in which a part was replaced last.
  private var header = 0

  init(_ input: UnsafeRawBufferPointer, _ buffer: UnsafeMutableRawBufferPointer) {
    unsafe self.input = input
    unsafe self.buffer = buffer
  }

  /// Puts bytes in the place of part of a frame, which has so many bytes of payload then; parts are replaced in their
  /// order. False when there is no room.
  mutating func replace(
    _ part: Range<Int>, of frame: FrameCursor.Frame, with bytes: [UInt8], payload length: Int
  ) -> Bool {
    guard unsafe written + input.count - read + bytes.count <= buffer.count else { return false }
    if read <= frame.range.lowerBound {
      copy(upTo: frame.range.lowerBound)
      header = written
    }
    copy(upTo: part.lowerBound)
    for place in 0..<3 { unsafe buffer[header + place] = UInt8(truncatingIfNeeded: length >> (16 - 8 * place)) }
    unsafe bytes.withUnsafeBytes { unsafe write($0) }
    read = part.upperBound
    return true
  }

  /// The input with what was replaced.
  mutating func finish() -> UnsafeRawBufferPointer {
    guard read > 0 else { return unsafe input }
    unsafe copy(upTo: input.count)
    return unsafe UnsafeRawBufferPointer(rebasing: buffer[..<written])
  }

  private mutating func copy(upTo end: Int) {
    unsafe write(UnsafeRawBufferPointer(rebasing: input[read..<end]))
    read = end
  }

  private mutating func write(_ bytes: UnsafeRawBufferPointer) {
    unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[written...]).copyMemory(from: bytes)
    written += bytes.count
  }
}
