internal import EventLoop
internal import HTTP2
internal import Synchronization

/// The replies of a streaming call: messages wait here until a task takes them.
final class ReplyInbox: ReplyReceiver, @unchecked Sendable {
  /// The metadata before the first reply.
  let initial = MetadataCell()
  /// The metadata at the end.
  let trailing = MetadataCell()
  private let inbox: MessageInbox
  private let compressor: MessageCompressor
  private let wasCompressed = Atomic(false)

  /// An inbox without replies.
  init(_ compressor: MessageCompressor, loop: EventLoop) {
    self.compressor = compressor
    inbox = MessageInbox(loop: loop)
  }

  /// Whether the message taken last was compressed on its way.
  var lastWasCompressed: Bool { wasCompressed.load(ordering: .relaxed) }

  /// The next message, nil after the last.
  func nextMessage() async throws(RPCError) -> [UInt8]? { try await inbox.nextMessage() }

  // MARK: On the loop

  func began(_ headers: [HeaderField], _ encoding: MessageEncoding, limit: Int) {
    initial.set(.success(headers))
    guard encoding != .identity else { return }
    inbox.prepare { [weak self] message throws(RPCError) in
      try self?.expanded(message, encoding, limit) ?? message.bytes
    }
  }

  func received(_ message: ReceivedMessage) { inbox.put(message) }

  func arrived(_ count: Int, on stream: HTTP2.Stream) -> Bool {
    inbox.stream = stream
    inbox.received(count)
    return inbox.messagesWait
  }

  func ended(_ result: Result<[HeaderField], RPCError>) {
    inbox.stream = nil
    switch result {
    case .success(let trailers):
      trailing.set(.success(trailers))
      initial.set(.success([]))
      inbox.end(.success(()))
    case .failure(let error):
      trailing.set(.success(error.trailing.headerFields))
      initial.set(.failure(error))
      inbox.end(.failure(error))
    }
  }

  private func expanded(_ message: ReceivedMessage, _ encoding: MessageEncoding, _ limit: Int) throws(RPCError)
    -> [UInt8]
  {
    wasCompressed.store(message.isCompressed, ordering: .relaxed)
    return try encoding.expand(message, compressor, limit: limit)
  }
}
