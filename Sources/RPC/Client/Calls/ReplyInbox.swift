internal import EventLoop
internal import Synchronization
internal import Transport

/// The replies of a streaming call: messages wait here until a task takes them.
final class ReplyInbox: ReplyReceiver, MessageReceiver, @unchecked Sendable {
  /// The metadata before the first reply.
  let initial = MetadataCell()
  /// The metadata at the end.
  let trailing = MetadataCell()
  let loop: EventLoop
  var inbox = MessageInbox()
  private var stream: Transport.Stream?
  private let compressor: MessageCompressor
  private let wasCompressed = Atomic(false)

  /// An inbox without replies.
  init(_ compressor: MessageCompressor, loop: EventLoop) {
    self.compressor = compressor
    self.loop = loop
  }

  /// Whether the message taken last was compressed on its way.
  var lastWasCompressed: Bool { wasCompressed.load(ordering: .relaxed) }

  // MARK: On the loop

  func began(_ headers: [HeaderField], _ encoding: MessageEncoding, limit: Int) {
    initial.set(.success(headers))
    guard encoding != .identity else { return }
    prepareMessages { [weak self] message throws(RPCError) in
      try self?.expanded(message, encoding, limit) ?? message.bytes
    }
  }

  var initialMetadata: Metadata { initial.value ?? Metadata() }

  func giveBack(_ count: Int) { stream?.consume(count) }

  func received(_ message: ReceivedMessage) { messageArrived(message) }

  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool {
    self.stream = stream
    bytesArrived(count)
    return inbox.messagesWait
  }

  func ended(_ result: Result<[HeaderField], RPCError>) {
    stream = nil
    switch result {
    case .success(let trailers):
      trailing.set(.success(trailers))
      initial.set(.success([]))
      endMessages(.success(()))
    case .failure(let error):
      trailing.set(.success(error.trailing.headerFields))
      initial.set(.failure(error))
      endMessages(.failure(error))
    }
  }

  private func expanded(_ message: ReceivedMessage, _ encoding: MessageEncoding, _ limit: Int) throws(RPCError)
    -> [UInt8]
  {
    wasCompressed.store(message.isCompressed, ordering: .relaxed)
    return try encoding.expand(message, compressor, limit: limit)
  }
}
