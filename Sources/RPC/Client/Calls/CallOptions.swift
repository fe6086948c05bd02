public import EventLoop

/// What a caller may set for one call.
public struct CallOptions: Sendable {
  /// How long the caller waits for the end of the call, counted from its start; nil for ever. It is sent as
  /// `grpc-timeout`.
  public var timeout: Duration?
  /// The moment the caller stops waiting; with a timeout too, the earlier of both counts.
  public var deadline: MonotonicTime?
  /// Metadata sent with the request.
  public var metadata: Metadata
  /// Whether the call waits, until its deadline, while the server cannot be reached; otherwise it fails with the reason
  /// at once.
  public var waitsForReady: Bool

  /// Options of a call; the defaults are those of a call that waits for ever and fails when the server cannot be
  /// reached.
  public init(
    timeout: Duration? = nil, deadline: MonotonicTime? = nil, metadata: Metadata = Metadata(),
    waitsForReady: Bool = false
  ) {
    self.timeout = timeout
    self.deadline = deadline
    self.metadata = metadata
    self.waitsForReady = waitsForReady
  }
}
