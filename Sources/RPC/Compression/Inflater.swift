internal import CZlib

/// One of zlib's decompressors with its memory (about 40 KB) and a piece of output, used for one message after another.
@safe struct Inflater: ~Copyable {
  private static let pieceSize = 16 << 10

  private let stream: UnsafeMutablePointer<z_stream>
  private let piece: UnsafeMutableRawBufferPointer
  private let algorithm: CompressionAlgorithm

  /// A decompressor; nil when there is no memory for it.
  init?(_ algorithm: CompressionAlgorithm) {
    self.algorithm = algorithm
    unsafe piece = .allocate(byteCount: Self.pieceSize, alignment: 16)
    // zlib keeps the address of the stream: it must not move.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code =
      switch algorithm {
      case .gzip: unsafe czlib_gzip_inflate_init(stream)
      case .deflate: unsafe czlib_inflate_init(stream)
      }
    guard code == Z_OK else {
      unsafe stream.deallocate()
      unsafe piece.deallocate()
      return nil
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe piece.deallocate()
  }

  /// The message in the input, which must hold nothing but one.
  ///
  /// Memory grows with the bytes produced, never with a length that the input claims.
  mutating func expand(_ input: UnsafeRawBufferPointer, limit: Int) throws(InflateError) -> [UInt8] {
    guard unsafe inflateReset(stream) == Z_OK, let count = UInt32(exactly: input.count) else { throw .noMemory }
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = count
    var message: [UInt8] = []
    while true {
      let (produced, isEnd) = try step(room: limit - message.count + 1)
      guard message.count + produced <= limit else { throw .tooLarge(limit: limit) }
      unsafe message.append(contentsOf: piece[..<produced])
      guard isEnd else { continue }
      let rest = unsafe Int(stream.pointee.avail_in)
      guard rest == 0 else { throw .trailing(algorithm, count: rest) }
      return message
    }
  }

  /// Fills the piece, at most `room` bytes of it; answers how many bytes are in it and whether they are the last.
  private mutating func step(room: Int) throws(InflateError) -> (produced: Int, isEnd: Bool) {
    let size = UInt32(min(room, Self.pieceSize))
    unsafe stream.pointee.next_out = piece.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.avail_out = size
    let code = unsafe inflate(stream, Z_NO_FLUSH)
    let produced = unsafe Int(size - stream.pointee.avail_out)
    switch code {
    case Z_STREAM_END: return (produced, true)
    case Z_OK where produced > 0: return (produced, false)
    case Z_OK, Z_BUF_ERROR: throw .truncated(algorithm)
    case Z_MEM_ERROR: throw .noMemory
    default: throw .malformed(algorithm, reason: reason(code))
    }
  }

  private func reason(_ code: Int32) -> String {
    if code == Z_NEED_DICT { return "it needs a dictionary" }
    guard let text = unsafe stream.pointee.msg else { return "zlib's error \(code)" }
    return unsafe String(cString: text)
  }
}
