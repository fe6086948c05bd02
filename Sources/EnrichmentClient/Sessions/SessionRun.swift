internal import EnrichmentRPC
internal import EnrichmentSchema
internal import RPC
internal import Synchronization

/// A session under way: its outbox, its present stream and its token. One task asks for news; another tells the stream what
/// the outbox has.
final class SessionRun: Sendable {
  private struct State {
    var opening: Open
    var call: BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse>?
    var sender: Task<Void, Never>?
    var source: Task<Void, Never>?
    var cuts = 0
    var lastSequence: Int64 = 0
    var isOver = false
  }

  private let client: PartnerClient
  private let patience: SessionPatience
  private let outbox = SessionOutbox()
  private let state: Mutex<State>

  /// A session that is opened when its news are asked for.
  init(
    _ client: PartnerClient, _ open: Open, patience: SessionPatience,
    source: @escaping @Sendable (SessionOutbox) async -> Void
  ) {
    (self.client, self.patience) = (client, patience)
    state = Mutex(State(opening: open))
    let outbox = outbox
    let task = Task {
      await source(outbox)
      await outbox.finish()
    }
    state.withLock { $0.source = task }
  }

  deinit {
    let (sender, source, call) = state.withLock { ($0.sender, $0.source, $0.call) }
    sender?.cancel()
    source?.cancel()
    call?.cancel()
    let outbox = outbox
    Task { await outbox.close() }
  }

  /// What the session tells next; nil after its end.
  func next() async throws -> SessionNews? {
    while !state.withLock({ $0.isOver }) {
      do throws(RPCError) {
        let call = try await openCall()
        guard let reply = try await call.replies.next() else {
          throw RPCError.unavailable("the stream ended before the session was closed")
        }
        if let news = await take(reply) { return news }
      } catch {
        return try await cut(error)
      }
    }
    return nil
  }

  /// The present stream, opened if there is none.
  private func openCall() async throws(RPCError) -> BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse> {
    if let call = state.withLock({ $0.call }) { return call }
    let call: BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse> = try await client.channel.bidirectional(
      EnrichmentServiceMethods.enrichRealTime, options: try client.callOptions(nil))
    let number = await outbox.beginStream()
    var opening = state.withLock { $0.opening }
    if let context = await outbox.context {
      (opening.productContext, opening.productQuantumState) = (context.productContext, context.productQuantumState)
    }
    var first = EnrichRealTimeRequest()
    first.body = .open(opening)
    try await call.send(first)
    let outbox = outbox
    let sender = Task { await Self.tell(call, what: outbox, number) }
    state.withLock { ($0.call, $0.sender) = (call, sender) }
    return call
  }

  /// Tells a stream what the outbox has; why it cannot be told any more, the replies say.
  private static func tell(
    _ call: BidirectionalCall<EnrichRealTimeRequest, EnrichRealTimeResponse>, what outbox: SessionOutbox, _ number: Int
  ) async {
    while let message = await outbox.next(on: number) {
      var request = EnrichRealTimeRequest()
      switch message {
      case .event(let event): request.body = .event(event)
      case .context(let context): request.body = .updateContext(context)
      case .close: request.body = .close(Close())
      }
      guard (try? await call.send(request)) == true else { return }
      if case .close = message { return call.finishSending() }
    }
  }

  private func take(_ reply: EnrichRealTimeResponse) async -> SessionNews? {
    switch reply.body {
    case .opened(let opened):
      state.withLock { state in
        state.cuts = 0
        state.opening.resumeToken = opened.resumeToken
        // A session that goes on has its segment and person already.
        (state.opening.segment, state.opening.subject) = (nil, "")
      }
      return .opened(opened)
    case .update(let update):
      let isNew = state.withLock { state in
        defer { state.lastSequence = max(state.lastSequence, update.sequence) }
        return update.sequence > state.lastSequence
      }
      return isNew ? .update(update) : nil
    case .ack(let ack):
      await outbox.acknowledge(ack.eventIds)
      return .acknowledged(ack.eventIds)
    case .notice(let notice): return .notice(notice)
    case .closed(let closed):
      await end()
      return .closed(closed)
    case nil: return nil
    }
  }

  /// Waits after a cut, so that the next question opens another stream.
  private func cut(_ error: RPCError) async throws -> SessionNews {
    let cuts = state.withLock { state in
      state.sender?.cancel()
      state.call?.cancel()
      (state.call, state.sender) = (nil, nil)
      state.cuts += 1
      return state.cuts
    }
    guard !Task.isCancelled, let wait = patience.wait(after: error, cuts: cuts) else {
      await end()
      throw error
    }
    try await Task.sleep(for: wait)
    return .interrupted(reason: "\(error)")
  }

  private func end() async {
    let source = state.withLock { state in
      state.isOver = true
      return state.source
    }
    source?.cancel()
    await outbox.close()
  }
}
