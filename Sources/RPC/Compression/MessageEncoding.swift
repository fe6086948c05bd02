/// What a peer's `grpc-encoding` says of the messages it flags as compressed.
enum MessageEncoding: Sendable, Hashable {
  /// There are none.
  case identity
  /// They are compressed in a way this side accepts.
  case compressed(CompressionAlgorithm)
  /// They are compressed in a way this side does not know or does not accept.
  case unsupported(String)

  /// The encoding with the header's value, nil when there was no such header.
  init(_ value: String?, accepted: [CompressionAlgorithm]) {
    guard let value, value != "identity" else {
      self = .identity
      return
    }
    guard let algorithm = CompressionAlgorithm(rawValue: value), accepted.contains(algorithm) else {
      self = .unsupported(value)
      return
    }
    self = .compressed(algorithm)
  }

  /// The algorithm of compressed messages that can be read, nil when there is none.
  var algorithm: CompressionAlgorithm? {
    if case .compressed(let algorithm) = self { algorithm } else { nil }
  }
}
