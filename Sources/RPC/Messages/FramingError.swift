/// Why bytes are not a sequence of length-prefixed messages.
enum FramingError: Error, Sendable, Hashable {
  /// The prefix announces more bytes than a message may have.
  case tooLarge(length: Int, limit: Int)
  /// The prefix says that the message is compressed, and the headers announced no compression.
  case unannouncedCompression
  /// The message is compressed in a way that is not accepted here.
  case unsupportedCompression(String)
  /// The flag byte is neither 0 nor 1.
  case invalidFlag(UInt8)
  /// The stream ended within a prefix or a message.
  case truncated(received: Int, expected: Int)

  /// The error a call ends with.
  var rpcError: RPCError {
    switch self {
    case .tooLarge(let length, let limit):
      .resourceExhausted("a message of \(length) bytes is larger than the limit of \(limit) bytes")
    case .unannouncedCompression:
      .internal("a message has the compressed flag set and grpc-encoding names no compression")
    case .unsupportedCompression(let name):
      .internal("a message is compressed with \"\(name)\", which was not offered")
    case .invalidFlag(let flag):
      .internal("a message begins with the flag byte \(flag); allowed are 0 and, compressed, 1")
    case .truncated(let received, let expected):
      .internal("the stream ended within a message: \(received) of \(expected) bytes")
    }
  }
}
