public import EventLoop

/// What a caller may set for one call.
public struct CallOptions: Sendable {
  /// How long the caller waits for the end of the call, counted from its start; nil for ever. It is sent as
  /// `grpc-timeout`.
  public var timeout: Duration?
  /// The moment the caller stops waiting; with a timeout too, the earlier of both counts. Within a handler of a server
  /// that handler's own deadline counts too.
  public var deadline: MonotonicTime?
  /// Metadata sent with the request.
  public var metadata: Metadata
  /// Whether the call waits, until its deadline, while the server cannot be reached; otherwise it fails with the reason
  /// at once. Nil leaves it to the service config, and without one is false.
  public var waitsForReady: Bool?
  /// Whether requests are compressed, with the first algorithm the channel's configuration offers. Only a call that says
  /// on announces it and may hold compressed messages: a server that does not know the algorithm refuses the call.
  public var compression: CompressionChoice
  /// The most bytes of a request before it is compressed; nil for the channel's limit.
  public var maxRequestMessageBytes: Int?
  /// The most bytes of a reply, also when expanded; nil for the channel's limit.
  public var maxReplyMessageBytes: Int?
  /// Proof of identity for this call; on a channel without TLS over TCP the call fails with UNAUTHENTICATED, unsent.
  public var credentials: CallCredentials?

  /// Options of a call; the defaults are those of a call that waits for ever and fails when the server cannot be
  /// reached.
  public init(
    timeout: Duration? = nil, deadline: MonotonicTime? = nil, metadata: Metadata = Metadata(),
    waitsForReady: Bool? = nil, compression: CompressionChoice = .automatic, maxRequestMessageBytes: Int? = nil,
    maxReplyMessageBytes: Int? = nil, credentials: CallCredentials? = nil
  ) {
    self.timeout = timeout
    self.deadline = deadline
    self.metadata = metadata
    self.waitsForReady = waitsForReady
    self.compression = compression
    self.maxRequestMessageBytes = maxRequestMessageBytes
    self.maxReplyMessageBytes = maxReplyMessageBytes
    self.credentials = credentials
  }
}
