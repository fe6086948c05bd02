internal import CNghttp2
internal import Transport

/// What a client sends, looked at before the library reads it: takes the code off values that come with every request,
/// and finds frames that the library drops although they are errors.
///
/// Only frames that lie whole in a piece of the input are looked at.
struct ClientInput {
  /// Why the connection must end.
  private(set) var violation: Violation?
  private var cursor = FrameCursor(preface: Int(NGHTTP2_CLIENT_MAGIC_LEN))
  private var literals = PlainLiterals()
  /// The streams that the client has ended or reset and that are closed, as many as fit; the oldest makes room. Zero is
  /// no stream's number.
  private var ended = SIMD16<Int32>()
  private var oldest = 0

  /// What the library is to read in place of `input`: that itself, or what has been written to `buffer`, which has room
  /// for more than the input.
  mutating func read(
    _ input: UnsafeRawBufferPointer, in buffer: UnsafeMutableRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    var output = unsafe RewrittenInput(input, buffer)
    var offset = 0
    while let frame = unsafe cursor.next(in: input, from: &offset) {
      unsafe check(frame, input)
      unsafe literals.rewrite(frame, input, &output)
    }
    return unsafe output.finish()
  }

  /// A stream is closed whose end the client has sent.
  mutating func streamClosed(_ id: Int32) {
    ended[oldest] = id
    oldest = (oldest + 1) & 15
  }

  /// Forgets what the client has shown.
  mutating func forget() { literals.forget() }

  private mutating func check(_ frame: FrameCursor.Frame, _ input: UnsafeRawBufferPointer) {
    switch UInt32(frame.type) {
    case NGHTTP2_DATA.rawValue: refuse("DATA", after: unsafe frame.stream(in: input))
    case NGHTTP2_HEADERS.rawValue: refuse("HEADERS", after: unsafe frame.stream(in: input))
    case NGHTTP2_RST_STREAM.rawValue: streamClosed(unsafe frame.stream(in: input))
    case NGHTTP2_PRIORITY.rawValue:
      guard frame.payload.count == 5 else { return }
      let stream = unsafe frame.stream(in: input)
      // RFC 7540 section 5.3.1.
      guard unsafe FrameCursor.number(in: input, at: frame.payload.lowerBound) == stream else { return }
      end("PRIORITY of stream \(stream) on itself", .protocolError)
    default: break
    }
  }

  /// RFC 9113 section 5.1, "closed".
  private mutating func refuse(_ what: String, after id: Int32) {
    guard any(ended .== SIMD16(repeating: id)), id != 0 else { return }
    end("\(what) on stream \(id) after the client had ended it", .streamClosed)
  }

  private mutating func end(_ text: String, _ code: ErrorCode) {
    violation = violation ?? Violation(limit: .protocolErrors, text: text, code: code)
  }
}
