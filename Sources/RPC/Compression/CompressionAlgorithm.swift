/// How a message may be compressed; the raw value is the name in `grpc-encoding`.
public enum CompressionAlgorithm: String, Sendable, Hashable, CaseIterable {
  /// The gzip format (RFC 1952).
  case gzip
  /// The zlib format (RFC 1950), which HTTP and gRPC call "deflate".
  case deflate

  /// The place in lists that are kept for each algorithm.
  var index: Int {
    switch self {
    case .gzip: 0
    case .deflate: 1
    }
  }
}
