internal import EventLoop
package import Transport

/// Between a stream on which somebody speaks another protocol and a call that thinks it is spoken to in gRPC.
///
/// The call has a stream of its own, whose engine this is: what it sends there goes to the translation, which answers on
/// the stream outside. Windows open outside as the call consumes inside, in proportion where the two count different
/// bytes. Confined to its loop.
package final class CallBridge: StreamHandler, StreamEngine, OpenCall, @unchecked Sendable {
  private let outside: Transport.Stream
  private let translation: any CallTranslation
  private let entry: MethodEntry
  private let environment: CallEnvironment
  /// What every answer has beside what the translation says.
  private let additions: [HeaderField]
  private var inside: Transport.Stream?
  private var call: ServerCall?
  private var unconsumed = 0
  private var isHandingOver = false

  /// A bridge from the stream to a call of the method, which ``start(_:keepable:connection:number:)`` makes.
  init(
    _ outside: Transport.Stream, _ translation: any CallTranslation, _ entry: MethodEntry,
    _ environment: CallEnvironment, additions: [HeaderField]
  ) {
    self.outside = outside
    self.translation = translation
    self.entry = entry
    self.environment = environment
    self.additions = additions
  }

  /// Makes the call and sets it going.
  func start(_ request: ServerRequest, keepable: KeepableRequest?, connection: ServerConnection, number: UInt64) {
    let inside = Transport.Stream(id: outside.id, connection: outside.connection, engine: self)
    let call = ServerCall(
      request, entry, connection: connection, number: number, stream: inside, environment: environment)
    (self.inside, self.call) = (inside, call)
    if let keepable { call[KeepableRequestKey.self] = keepable }
    call.start()
    if isUnchanged, !hasEnded { call.handlerEnded(.success(nil)) }
  }

  /// Whether the caller has kept the present answer: nothing but that is to be said.
  package var isUnchanged: Bool { call?[UnchangedAnswerKey.self] == true }

  // MARK: What a translation asks

  /// The method called.
  package var method: MethodDescriptor { entry.descriptor }

  /// What the handler and the interceptors know of the call; nil once its stream has closed.
  package var context: ServerContext? { call }

  /// What one call may cost.
  package var limits: RPCLimits { environment.limits }

  /// Hands a message to the call, as a frame: see ``CallTranslation/reply(_:_:)``. It came in `count` bytes of the body,
  /// which are consumed as the call takes it.
  package func receive(frame: [UInt8], takenFrom count: Int) {
    unsafe frame.withUnsafeBytes { unsafe receive($0, takenFrom: count) }
  }

  /// Hands bytes to the call that are frames already, in whatever pieces; as above.
  package func receive(_ data: UnsafeRawBufferPointer, takenFrom count: Int) {
    guard let call, let inside, !call.hasEnded else { return outside.consume(count) }
    unconsumed += count
    inside.record.unconsumed += data.count
    // Whoever hands over looks afterwards whether there is room for more.
    let wasHandingOver = isHandingOver
    isHandingOver = true
    defer { isHandingOver = wasHandingOver }
    unsafe call.received(data: data, on: inside)
    isInputIncomplete = inside.isInputIncomplete
  }

  /// Tells the call that there are no more messages.
  package func endRequests() {
    guard let call, let inside else { return }
    isInputIncomplete = false
    call.receivedEnd(trailers: [], on: inside)
  }

  /// Whether the call, with all it was given taken, is ready for a message.
  package var isReady: Bool { inside?.record.unconsumed == 0 && call?.hasEnded == false }

  /// Ends the call with the error and cancels its handler; `ends` follows unless the call has ended.
  package func fail(_ error: RPCError) { call?.end(with: error) }

  /// Lets the peer send so many bytes more, of a body that the translation keeps itself.
  package func consume(_ count: Int) { outside.consume(count) }

  /// Whether something has begun to arrive whose end must come soon; see `Stream.isInputIncomplete`.
  package var isInputIncomplete: Bool {
    get { outside.isInputIncomplete }
    set { outside.isInputIncomplete = newValue && !hasEnded }
  }

  /// Begins the answer.
  package func respond(_ status: Int, _ fields: [HeaderField], endStream: Bool = false) {
    outside.sendHeaders([HeaderField(":status", "\(status)")] + fields + additions, endStream: endStream)
  }

  /// Sends a piece of the answer's body.
  package func send(_ bytes: [UInt8], endStream: Bool = false) { outside.send(bytes, endStream: endStream) }

  /// Ends the answer with trailers, where the protocol has them.
  package func sendTrailers(_ fields: [HeaderField]) { outside.sendTrailers(fields) }

  /// Expands a message that is compressed.
  /// - Throws: RESOURCE_EXHAUSTED when it is larger than requests may be, INTERNAL when it is not in the format.
  package func expand(_ message: [UInt8], _ algorithm: CompressionAlgorithm) throws(RPCError) -> [UInt8] {
    call?.requestWasCompressed = true
    do throws(InflateError) {
      return try environment.compressor.expand(message, with: algorithm, limit: limits.maxRequestMessageBytes)
    } catch {
      throw error.rpcError
    }
  }

  /// How the call's replies are compressed where the translation does it: as the handler has chosen for the call, else as
  /// the server does. `first` is the reply that is sent, nil when it is not known.
  func compression(_ negotiation: ReplyNegotiation, first: MessageFrame?) -> SendCompression {
    negotiation.compression(limits.compression, call: call?.replyCompression ?? .automatic, first: first)
  }

  /// The frame as it goes out.
  func compress(_ frame: MessageFrame, _ compression: SendCompression) -> MessageFrame {
    compression.apply(to: frame, environment.compressor)
  }

  /// The request that this JSON is, in its binary form.
  /// - Throws: INVALID_ARGUMENT with the place and what is allowed there.
  package func request(json: [UInt8]) throws(RPCError) -> [UInt8] {
    guard let converted = entry.json else { throw .unimplemented("\(method.path) has no JSON form here") }
    return try converted.request(json)
  }

  /// The JSON of the reply in its binary form.
  /// - Throws: INTERNAL when it has none.
  package func json(reply: [UInt8]) throws(RPCError) -> [UInt8] {
    guard let converted = entry.json else { throw .unimplemented("\(method.path) has no JSON form here") }
    guard converted.hasMembers, let recurring else { return try converted.reply(reply) }
    return try environment.replyTexts.members(of: reply, converted, path: method.path, recurring: recurring).object
  }

  /// The members of the reply's JSON, those of one field apart from the others, for a door that has an envelope of its own
  /// around them. What the handler has said of it recurs (``RecurringReplyKey``) is made once.
  /// - Throws: INTERNAL when it has no JSON form, or no such field.
  package func members(of reply: [UInt8], apart field: String) throws(RPCError) -> ReplyMembers {
    guard let converted = entry.json, converted.hasMembers, let number = converted.number(field) else {
      throw .internal("\(method.path) has no replies with a field \(field)")
    }
    return try environment.replyTexts.members(
      of: reply, converted, path: method.path, apart: [number], recurring: recurring)
  }

  private var recurring: RecurringReplyKey.Value? { call?[RecurringReplyKey.self] }

  // MARK: The stream outside

  package func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) {
    guard !hasEnded else { return stream.consume(data.count) }
    unsafe translation.received(data, self)
  }

  package func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {
    guard !hasEnded else { return }
    translation.receivedEnd(self)
  }

  package func writable(on stream: Transport.Stream) {
    guard let inside else { return }
    inside.isCongested = false
    call?.writable(on: inside)
  }

  package func closed(on stream: Transport.Stream, reason: StreamCloseReason) {
    guard let inside, let call else { return }
    inside.isClosed = true
    (self.inside, self.call) = (nil, nil)
    call.closed(on: inside, reason: reason)
  }

  package var keepsConnection: Bool { call?.keepsConnection ?? false }

  // MARK: The stream inside

  package var sendBufferSize: Int { outside.sendBufferSize }

  package func submitResponse(
    _ stream: Transport.Stream, _ fields: [HeaderField], _ constant: ConstantHeaders, hasBody: Bool
  ) {
    if hasBody { return translation.begins(fields, ResponseHead.compression(constant), self) }
    end(fields, constant)
  }

  package func resume(_ stream: Transport.Stream) {
    if let frame = stream.queue.takeFront(stream.queue.count) { translation.reply(frame, self) }
    stream.isCongested = !outside.isWritable
    guard stream.sendState == .ending, let trailers = stream.headers.takeTrailers() else { return }
    stream.sendState = .ended
    end(trailers.fields, trailers.constant)
  }

  private func end(_ fields: [HeaderField], _ constant: ConstantHeaders) {
    let status = StatusTrailers.status(in: fields) ?? .ok
    let isBlocked = outside.pendingBytes > 0
    outside.isInputIncomplete = false
    translation.ends(status, fields.filter { !MetadataName.reserved.contains($0.name) }, self)
    // The status cannot pass a caller who does not read.
    if isBlocked, status.code == .deadlineExceeded { outside.reset(.cancel) }
  }

  package func reset(_ id: Int32, _ code: ErrorCode) { outside.reset(code) }

  package func consume(_ id: Int32, _ count: Int) {
    let left = inside?.record.unconsumed ?? 0
    let released = left == 0 ? unconsumed : unconsumed * count / (left + count)
    unconsumed -= released
    outside.consume(released)
    guard left == 0, !isHandingOver, !hasEnded else { return }
    // What is handed over now may be consumed at once.
    isHandingOver = true
    defer { isHandingOver = false }
    translation.takesMore(self)
  }

  // MARK: The call in lists

  var hasEnded: Bool { call?.hasEnded ?? true }

  func end(with error: RPCError) { fail(error) }

  var snapshot: CallSnapshot {
    call?.snapshot.with(pendingBytes: outside.pendingBytes)
      ?? CallSnapshot(
        stream: outside.id, path: method.path, requestID: "", started: environment.loop.now, deadline: nil,
        requestMessages: 0, replyMessages: 0, pendingBytes: outside.pendingBytes)
  }
}
