public import EventLoop
public import HTTP2
internal import Synchronization

/// What a handler and the interceptors know of a call, and where they leave what they have to say; usable from any
/// task.
public final class ServerContext: Sendable {
  /// The metadata the caller sent, without the headers gRPC itself uses.
  public let metadata: Metadata
  /// When the caller stops waiting, nil when it waits for ever.
  public let deadline: MonotonicTime?
  /// The caller's `x-request-id` when it is valid, else one made here; it is also sent in the trailers.
  public let requestID: String
  /// When the call's headers arrived.
  public let started: MonotonicTime
  /// The loop the call lives on.
  public let loop: EventLoop
  /// The method called and what runs it.
  let entry: MethodEntry
  /// The connection the call came in by.
  let connection: ServerConnection

  /// The context of the call whose handler the present task runs for; nil outside of handlers and in synchronous ones.
  ///
  /// Calls made through a channel in a handler's task end with the handler's own deadline and cancellation without a
  /// line of code, because the channel looks here.
  @TaskLocal public static var current: ServerContext?

  private struct State {
    var initialMetadata = Metadata()
    var trailingMetadata = Metadata()
    var values = ContextValues()
    var cancelActions: [@Sendable () -> Void] = []
    var replyCompression = CompressionChoice.automatic
    var requestWasCompressed = false
    var isCancelled = false
  }

  private let state = Mutex(State())

  init(
    entry: MethodEntry, metadata: Metadata, deadline: MonotonicTime?,
    connection: ServerConnection, requestID: String, started: MonotonicTime, loop: EventLoop
  ) {
    self.entry = entry
    self.metadata = metadata
    self.deadline = deadline
    self.connection = connection
    self.requestID = requestID
    self.started = started
    self.loop = loop
  }

  /// The method called; its kind is `.unknown` when no service has it.
  public var method: MethodDescriptor { entry.descriptor }

  /// The path called, such as `/grpc.health.v1.Health/Check`.
  public var path: String { entry.descriptor.path }

  /// The caller's address: `ipv4:1.2.3.4:5678`, `ipv6:[::1]:5678`, `unix:PATH` or `in-process`.
  public var peer: String { connection.peer }

  /// The kind of listener the call came in by.
  public var listener: ListenerKind { connection.listener }

  /// Who the caller has proved to be by a client certificate: nil when none was asked for or shown. A certificate that
  /// does not stand the test never gets as far as a call.
  public var peerIdentity: TLSPeerIdentity? { connection.identity }

  /// Whether TLS protects the connection.
  public var isSecure: Bool { connection.isSecure }

  /// Metadata sent with the first reply; a change after that has no effect.
  public var initialMetadata: Metadata {
    get { state.withLock { $0.initialMetadata } }
    set { state.withLock { $0.initialMetadata = newValue } }
  }

  /// Metadata sent when the call ends.
  public var trailingMetadata: Metadata {
    get { state.withLock { $0.trailingMetadata } }
    set { state.withLock { $0.trailingMetadata = newValue } }
  }

  /// Whether replies are compressed, where the caller accepts that; a change after the first reply has no effect. A
  /// single message may still differ: see ``Reply`` and ``ReplyWriter``.
  public var replyCompression: CompressionChoice {
    get { state.withLock { $0.replyCompression } }
    set { state.withLock { $0.replyCompression = newValue } }
  }

  /// Whether the request came compressed; in a stream the one taken last.
  public internal(set) var requestWasCompressed: Bool {
    get { state.withLock { $0.requestWasCompressed } }
    set { state.withLock { $0.requestWasCompressed = newValue } }
  }

  /// What an interceptor left under the key.
  public subscript<K: ContextKey>(key: K.Type) -> K.Value? {
    get {
      state.withLock { $0.values[ObjectIdentifier(key)] } as? K.Value
    }
    set {
      state.withLock { $0.values[ObjectIdentifier(key)] = newValue }
    }
  }

  /// Whether nobody waits for the answer any more: cancelled by the caller, past the deadline, connection lost.
  public var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Runs the action once when the call is cancelled, at once when it has been; never after a call that ended by
  /// itself.
  public func onCancel(_ action: @escaping @Sendable () -> Void) {
    let runNow = state.withLock { state in
      if !state.isCancelled { state.cancelActions.append(action) }
      return state.isCancelled
    }
    if runNow { action() }
  }

  /// Marks the call cancelled and runs what was asked to run then.
  func cancel() {
    let actions = state.withLock { state in
      state.isCancelled = true
      defer { state.cancelActions = [] }
      return state.cancelActions
    }
    for action in actions { action() }
  }

  /// Lets go of what was to run on cancellation: the call has ended.
  func end() {
    state.withLock { if !$0.cancelActions.isEmpty { $0.cancelActions = [] } }
  }

  /// What the first reply takes along: its metadata as header fields, and whether replies are compressed.
  func replyHead() -> (fields: [HeaderField], compression: CompressionChoice) {
    state.withLock { state in
      (state.initialMetadata.isEmpty ? [] : state.initialMetadata.headerFields, state.replyCompression)
    }
  }
}
