public import EventLoop
internal import Synchronization
public import Transport

/// What a handler and the interceptors know of a call, and where they leave what they have to say; usable from any
/// task.
public class ServerContext: @unchecked Sendable {
  /// What the headers say.
  final let request: ServerRequest
  /// What the id of the call says when the caller has given none.
  private final let number: UInt64
  /// When the call's headers arrived.
  public final let started: MonotonicTime
  /// The connection the call came in by.
  final let connection: ServerConnection

  /// The context of the call whose handler the present task runs for; nil outside of handlers and in synchronous ones.
  ///
  /// Calls made through a channel in a handler's task end with the handler's own deadline and cancellation without a
  /// line of code, because the channel looks here.
  @TaskLocal public static var current: ServerContext?

  private final let state = Mutex(ContextState())
  /// Whether anything has been left here that the answer or the end of the call must look at.
  private final let isTouched = Atomic(false)

  /// What goes before the replies: metadata, and whether they are compressed.
  typealias ReplyHead = (fields: [HeaderField], compression: CompressionChoice)

  init(_ request: ServerRequest, connection: ServerConnection, number: UInt64, started: MonotonicTime) {
    self.request = request
    self.connection = connection
    self.number = number
    self.started = started
  }

  /// When the caller stops waiting, nil when it waits for ever.
  public final var deadline: MonotonicTime? { request.timeout.map { started.advanced(nanoseconds: $0) } }

  /// The caller's `x-request-id` when it is valid, else one made here; it is also sent in the trailers.
  public final var requestID: String { request.givenID ?? RequestID.text(number) }

  /// The metadata the caller sent, without the headers gRPC itself uses.
  public final var metadata: Metadata { request.metadata }

  /// The loop the call lives on.
  public final var loop: EventLoop { connection.loop }

  /// The method called; its kind is `.unknown` when no service has it.
  public final var method: MethodDescriptor { request.method }

  /// The path called, such as `/grpc.health.v1.Health/Check`.
  public final var path: String { request.method.path }

  /// The protocol in which the call was made, for logs and not for handlers to decide by: `grpc`, or the name of a
  /// ``CallProtocol``, and `connect-get` for one of Connect by GET.
  public final var callProtocol: String { request.callProtocol }

  /// The caller's address: `ipv4:1.2.3.4:5678`, `ipv6:[::1]:5678`, `unix:PATH` or `in-process`.
  public final var peer: String { connection.peer }

  /// The kind of listener the call came in by.
  public final var listener: ListenerKind { connection.listener }

  /// Who the caller has proved to be by a client certificate: nil when none was asked for or shown. A certificate that
  /// does not stand the test never gets as far as a call.
  public final var peerIdentity: TLSPeerIdentity? { connection.identity }

  /// Whether TLS protects the connection.
  public final var isSecure: Bool { connection.isSecure }

  /// Metadata sent before the first reply, or before the end of a call that has none; a change after it was sent has no
  /// effect.
  public final var initialMetadata: Metadata {
    get { state.withLock { $0.additions?.initialMetadata ?? Metadata() } }
    set { change { if !$0.isInitialMetadataSettled { $0.initialMetadata = newValue } } }
  }

  /// Sends the initial metadata at once, so that a caller who waits for it goes on before there is a reply. Does nothing
  /// when it has been sent already or the call has ended.
  public func sendInitialMetadata() {}

  /// Metadata sent when the call ends.
  public final var trailingMetadata: Metadata {
    get { state.withLock { $0.additions?.trailingMetadata ?? Metadata() } }
    set { change { $0.trailingMetadata = newValue } }
  }

  /// Whether replies are compressed, where the caller accepts that; a change after the first reply has no effect. A
  /// single message may still differ: see ``Reply`` and ``ReplyWriter``.
  public final var replyCompression: CompressionChoice {
    get { state.withLock { $0.additions?.replyCompression ?? .automatic } }
    set { change { $0.replyCompression = newValue } }
  }

  /// Whether the request came compressed; in a stream the one taken last.
  public final internal(set) var requestWasCompressed: Bool {
    get { state.withLock { $0.requestWasCompressed } }
    set { state.withLock { $0.requestWasCompressed = newValue } }
  }

  /// What an interceptor left under the key.
  public final subscript<K: ContextKey>(key: K.Type) -> K.Value? {
    @inlinable get {
      guard let value = value(ObjectIdentifier(key)) else { return nil }
      return unsafe unsafeDowncast(value, to: TypedContextValue<K.Value>.self).value
    }
    @inlinable set { setValue(newValue.map { TypedContextValue($0) }, ObjectIdentifier(key)) }
  }

  @usableFromInline
  final func value(_ key: ObjectIdentifier) -> ContextValue? { state.withLock { $0[key] } }

  @usableFromInline
  final func setValue(_ value: ContextValue?, _ key: ObjectIdentifier) { state.withLock { $0[key] = value } }

  /// Whether nobody waits for the answer any more: cancelled by the caller, past the deadline, connection lost.
  public final var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Whether the call's connection may be ended for the sake of a new one, where there is no room for both, although the
  /// call goes on. For calls that anybody may make and that can stay open for long; false unless set.
  public final var mayGiveWay: Bool {
    get { state.withLock { $0.mayGiveWay } }
    set { state.withLock { $0.mayGiveWay = newValue } }
  }

  /// Runs the action once when the call is cancelled, at once when it has been; never after a call that ended by
  /// itself.
  public final func onCancel(_ action: @escaping @Sendable () -> Void) {
    isTouched.store(true, ordering: .releasing)
    let runNow = state.withLock { state in
      if !state.isCancelled { state.kept.cancelActions.append(action) }
      return state.isCancelled
    }
    if runNow { action() }
  }

  /// Ends the call with the error from outside of its handler, from any thread: the caller is told it, whatever the
  /// handler does next with the call throws it, and the handler's task is cancelled. A call that has ended stays as it is.
  public final func end(throwing error: RPCError) {
    loop.execute { self.endFromOutside(error) }
  }

  /// Ends the call on its loop; what carries the call knows how.
  func endFromOutside(_ error: RPCError) {}

  /// Marks the call cancelled and runs what was asked to run then.
  final func cancel() {
    let actions = state.withLock { state in
      state.isCancelled = true
      return state.additions?.takeCancelActions() ?? []
    }
    for action in actions { action() }
  }

  /// Lets go of what was to run on cancellation: the call has ended.
  final func forgetCancelActions() {
    guard isTouched.load(ordering: .acquiring) else { return }
    _ = state.withLock { $0.additions?.takeCancelActions() }
  }

  /// The metadata as header fields, and whether replies are compressed.
  final func replyHead() -> ReplyHead {
    guard isTouched.load(ordering: .acquiring) else { return ([], .automatic) }
    return (initialMetadata.headerFields, replyCompression)
  }

  /// What the trailers take along.
  final var trailingFields: [HeaderField] {
    isTouched.load(ordering: .acquiring) ? trailingMetadata.headerFields : []
  }

  /// Keeps the initial metadata as it is: it is sent from another thread than that of the call's loop, which a reply may
  /// reach first.
  final func settleInitialMetadata() { change { $0.isInitialMetadataSettled = true } }

  private final func change(_ body: (ContextAdditions) -> Void) {
    isTouched.store(true, ordering: .releasing)
    state.withLock { body($0.kept) }
  }
}
