/// Why compressed bytes are not a message.
enum InflateError: Error, Sendable, Hashable {
  /// The message would be larger than allowed; no more than one byte over the limit was produced.
  case tooLarge(limit: Int)
  /// The bytes are not in the format.
  case malformed(CompressionAlgorithm, reason: String)
  /// The bytes end before the compressed message does.
  case truncated(CompressionAlgorithm)
  /// Bytes follow the end of the compressed message.
  case trailing(CompressionAlgorithm, count: Int)
  /// There is no memory to work in.
  case noMemory

  /// The error a call ends with.
  var rpcError: RPCError {
    switch self {
    case .tooLarge(let limit):
      .resourceExhausted("a compressed message is larger than the limit of \(limit) bytes when expanded")
    case .malformed(let algorithm, let reason): .internal("a message is no \(algorithm.rawValue): \(reason)")
    case .truncated(let algorithm): .internal("a message in \(algorithm.rawValue) is not complete")
    case .trailing(let algorithm, let count):
      .internal("\(count) bytes follow the end of a message in \(algorithm.rawValue)")
    case .noMemory: .resourceExhausted("there is no memory to expand a compressed message")
    }
  }
}
