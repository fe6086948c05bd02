/// Why bytes are not a sequence of length-prefixed messages.
enum FramingError: Error, Sendable, Hashable {
  /// The prefix announces more bytes than a message may have.
  case tooLarge(length: Int, limit: Int)
  /// The prefix says that the message is compressed.
  case compressed
  /// The flag byte is neither 0 nor 1.
  case invalidFlag(UInt8)
  /// The stream ended within a prefix or a message.
  case truncated(received: Int, expected: Int)

  /// The error a call ends with; `encoding` is the compression its headers announce, nil for none.
  func rpcError(encoding: String?) -> RPCError {
    switch self {
    case .tooLarge(let length, let limit):
      .resourceExhausted("a message of \(length) bytes is larger than the limit of \(limit) bytes")
    case .compressed:
      if let encoding {
        .unimplemented("messages compressed with \"\(encoding)\" are not supported; supported: identity")
      } else {
        .internal("a message has the compressed flag set and grpc-encoding names no compression")
      }
    case .invalidFlag(let flag):
      .internal("a message begins with the flag byte \(flag); allowed are 0 and, compressed, 1")
    case .truncated(let received, let expected):
      .internal("the stream ended within a message: \(received) of \(expected) bytes")
    }
  }
}
