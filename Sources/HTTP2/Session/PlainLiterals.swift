internal import CNghttp2

/// Takes the Huffman code off values that a client sends with every request, such as `authorization` and `:path`, before
/// the library sees them: decoding them bit by bit, over and over, takes it longer than the rest of a header block does.
///
/// What is put in place of a value says the same (RFC 7541 section 5.2); everything else goes through as it came.
struct PlainLiterals {
  private var known = KnownLiterals()

  /// Shorter values, coded, are soon decoded.
  private static let leastBytes = 16
  /// Frames are not made larger than every peer must take (RFC 9113 section 4.2).
  private static let mostPayload = 16_384

  /// Takes the code off values in a frame that lies whole in `input`.
  mutating func rewrite(_ frame: FrameCursor.Frame, _ input: UnsafeRawBufferPointer, _ output: inout RewrittenInput) {
    if let block = Self.block(of: frame) { unsafe rewrite(block, of: frame, input, &output) }
  }

  private mutating func rewrite(
    _ block: Range<Int>, of frame: FrameCursor.Frame, _ input: UnsafeRawBufferPointer, _ output: inout RewrittenInput
  ) {
    var fields = unsafe RepresentationReader(UnsafeRawBufferPointer(rebasing: input[block]))
    var length = frame.payload.count
    // More of them than are kept would only push each other out.
    var left = KnownLiterals.most
    while left > 0, let field = fields.next() {
      guard let value = field.unindexed, value.isHuffman, value.count >= Self.leastBytes else { continue }
      left -= 1
      let text = block.lowerBound + value.start..<block.lowerBound + value.end
      guard let plain = unsafe known.plain(of: UnsafeRawBufferPointer(rebasing: input[text])) else { continue }
      let longer = length - text.count + plain.count
      guard longer <= Self.mostPayload, output.replace(text, of: frame, with: plain, payload: longer) else { continue }
      length = longer
    }
  }

  /// Forgets what the peer has shown.
  mutating func forget() { known.removeAll() }

  /// Where a frame holds a whole header block.
  private static func block(of frame: FrameCursor.Frame) -> Range<Int>? {
    let flags = UInt32(frame.flags)
    guard UInt32(frame.type) == NGHTTP2_HEADERS.rawValue, flags & NGHTTP2_FLAG_END_HEADERS.rawValue != 0,
      flags & NGHTTP2_FLAG_PADDED.rawValue == 0
    else { return nil }
    let start = frame.payload.lowerBound + (flags & NGHTTP2_FLAG_PRIORITY.rawValue != 0 ? 5 : 0)
    return start < frame.payload.upperBound ? start..<frame.payload.upperBound : nil
  }
}
