internal import CZlib

/// One of zlib's compressors with its memory (about 270 KB), used for one message after another.
@safe struct Deflater: ~Copyable {
  private let stream: UnsafeMutablePointer<z_stream>

  /// A compressor of the level 1 to 9; nil when there is no memory for it.
  init?(_ algorithm: CompressionAlgorithm, level: Int) {
    // zlib keeps the address of the stream: it must not move.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code =
      switch algorithm {
      case .gzip: unsafe czlib_gzip_deflate_init(stream, Int32(level))
      case .deflate: unsafe czlib_deflate_init(stream, Int32(level))
      }
    guard code == Z_OK else {
      unsafe stream.deallocate()
      return nil
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// The most bytes that this many can become.
  func bound(_ count: Int) -> Int {
    unsafe Int(deflateBound(stream, UInt(count)))
  }

  /// Compresses the input into the output; answers how many bytes it became, nil when they do not fit.
  mutating func compress(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Int? {
    // Before the next message, not at its beginning: `deflateBound` is wrong for gzip after an end.
    defer { unsafe deflateReset(stream) }
    guard let inputCount = UInt32(exactly: input.count) else { return nil }
    let outputCount = UInt32(clamping: output.count)
    unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.bindMemory(to: UInt8.self).baseAddress)
    unsafe stream.pointee.avail_in = inputCount
    unsafe stream.pointee.next_out = output.bindMemory(to: UInt8.self).baseAddress
    unsafe stream.pointee.avail_out = outputCount
    guard unsafe deflate(stream, Z_FINISH) == Z_STREAM_END else { return nil }
    return unsafe Int(outputCount - stream.pointee.avail_out)
  }
}
