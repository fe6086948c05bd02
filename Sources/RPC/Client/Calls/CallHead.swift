internal import EventLoop

/// What the headers of a call say, the same for every attempt.
struct CallHead: Sendable {
  /// What `:path` says.
  let path: String
  /// When the caller stops waiting, from which `grpc-timeout` is made.
  let deadline: MonotonicTime?
  /// What `grpc-encoding` says, nil when no message is compressed.
  let encoding: CompressionAlgorithm?
  /// Whether the call waits while the server cannot be reached.
  let waitsForReady: Bool
  /// The metadata.
  let metadata: Metadata
}
