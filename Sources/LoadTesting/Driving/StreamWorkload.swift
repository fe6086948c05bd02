internal import DynamicMessages
internal import EventLoop
package import RPC

/// One stream a turn: messages one way or both, each with its latency.
///
/// What a message's latency runs from: a reply of a server stream, from the reply before it (the first from the request);
/// a message of a client stream, from the moment it was offered until it was taken, which is the time the server's window
/// was closed; a message of a bidirectional stream, from its sending to the reply in the same place of the order.
package struct StreamWorkload: Workload {
  private let descriptor: MethodDescriptor
  private let source: RequestSource
  private let options: CallOptions
  private let think: Duration
  private let window: Int

  /// PACKAGE.SERVICE/METHOD.
  package var method: String { String(descriptor.path.dropFirst()) }
  /// Messages of each stream.
  package let messages: Int

  /// Streams of a method.
  /// - Parameters:
  ///   - messages: messages the caller sends on each stream, at least 1; a server stream has one.
  ///   - window: messages of a bidirectional stream that may be without their reply, at least 1; 1 is ping-pong.
  ///   - think: pause before each message but the first.
  package init(
    _ descriptor: MethodDescriptor, source: RequestSource, options: CallOptions, messages: Int, window: Int,
    think: Duration
  ) {
    self.descriptor = descriptor
    self.source = source
    self.options = options
    self.messages = messages
    self.window = window
    self.think = think
  }

  /// Lives through a stream.
  package func run(_ turn: Turn) async {
    var times = CallTimes(due: turn.due)
    do {
      let call = try await turn.channel.encodedStream(descriptor, options: options)
      switch descriptor.kind {
      case .serverStreaming: try await receive(call, turn)
      case .clientStreaming: try await send(call, turn)
      default: try await converse(call, turn)
      }
      times.finish(.ok)
    } catch {
      times.finish(CallEnd(any: error))
    }
    turn.lane.record(times)
  }

  private func receive(_ call: EncodedCall, _ turn: Turn) async throws {
    _ = try await offer(call, 0, turn)
    call.finishSending()
    var last = MonotonicTime.now()
    while let reply = try await call.next() {
      let now = MonotonicTime.now()
      turn.lane.recordMessage(since: last, arrived: now)
      turn.lane.recordBytes(sent: 0, received: reply.count)
      last = now
    }
  }

  private func send(_ call: EncodedCall, _ turn: Turn) async throws {
    for index in 0..<messages {
      if index > 0 { await pause(turn) }
      let start = MonotonicTime.now()
      guard try await offer(call, index, turn) else { break }
      turn.lane.recordMessage(since: start, arrived: .now())
    }
    call.finishSending()
    while let reply = try await call.next() { turn.lane.recordBytes(sent: 0, received: reply.count) }
  }

  private func converse(_ call: EncodedCall, _ turn: Turn) async throws {
    var sent: [MonotonicTime] = []
    var answered = 0
    for index in 0..<messages {
      if index > 0 { await pause(turn) }
      sent.append(.now())
      guard try await offer(call, index, turn) else { break }
      while sent.count - answered >= window {
        guard try await take(call, since: sent[answered], turn) else { return }
        answered += 1
      }
    }
    call.finishSending()
    while answered < sent.count, try await take(call, since: sent[answered], turn) { answered += 1 }
    while let reply = try await call.next() { turn.lane.recordBytes(sent: 0, received: reply.count) }
  }

  private func offer(_ call: EncodedCall, _ index: Int, _ turn: Turn) async throws -> Bool {
    let message = try source.message(turn.number * max(1, messages) + index, using: &turn.lane.random)
    turn.lane.recordBytes(sent: message.count, received: 0)
    return try await call.send(message)
  }

  private func take(_ call: EncodedCall, since: MonotonicTime, _ turn: Turn) async throws -> Bool {
    guard let reply = try await call.next() else { return false }
    turn.lane.recordMessage(since: since, arrived: .now())
    turn.lane.recordBytes(sent: 0, received: reply.count)
    return true
  }

  private func pause(_ turn: Turn) async {
    if think > .zero { await turn.lane.sleep(until: turn.lane.loop.now + think) }
  }
}
