internal import EventLoop
internal import Transport

/// The call an attempt is made for; everything on its loop.
protocol AttemptOwner: AnyObject {
  /// The attempt has its stream; its headers are on their way.
  func opened(_ attempt: CallAttempt)
  /// The reply has begun: from now on it is this attempt or none.
  func replyBegan(_ attempt: CallAttempt, _ headers: [HeaderField])
  /// A whole message has arrived.
  func received(_ message: ReceivedMessage)
  /// So many bytes have arrived, after the messages whole with them; answers whether messages wait to be taken.
  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool
  /// The stream takes more again.
  func writable(_ attempt: CallAttempt)
  /// The attempt is over, once and last.
  func ended(_ attempt: CallAttempt, _ end: AttemptEnd)
}

/// The connection an attempt has its stream on.
protocol StreamPlace: AnyObject {
  /// The stream is closed: there is room for another.
  func streamClosed()
  /// The server's address.
  var address: Endpoint { get }
}

/// How an attempt ended.
struct AttemptEnd {
  /// The status, the server's or one that says what happened to the stream.
  let status: Status
  /// The fields that came with the status.
  let trailers: [HeaderField]
  /// How far the server had come.
  let reach: AttemptPlan.Reach
  /// Whether the stream ended and no status came.
  var isStreamFailure = false

  /// Whether the time of a call with this deadline being over is what ended it. A server that resets the stream for it is
  /// often heard a moment before the client's own timer fires: what counts is the client's clock.
  func isExpiry(of deadline: MonotonicTime?) -> Bool {
    guard isStreamFailure || status.code == .cancelled, let deadline else { return false }
    return deadline <= MonotonicTime.now()
  }

  /// The error of a call that ended so.
  var error: RPCError {
    RPCError(
      code: status.code, message: status.message, packedDetails: status.details,
      trailing: StatusTrailers.metadata(in: trailers))
  }
}

/// One attempt at a call: it waits for a stream, has it, is over. Confined to its loop.
final class CallAttempt: StreamHandler {
  /// What the headers say.
  let head: CallHead
  /// How many attempts were made before.
  let previousAttempts: Int
  /// The stream, while there is one.
  private(set) var stream: Transport.Stream?
  /// The connection of the stream.
  private(set) var place: (any StreamPlace)?
  /// The number of the next request to send.
  var nextRequest = 0
  /// Whether the end of the requests has been sent.
  var hasFinishedSending = false
  /// Whether the attempt is over: nothing of it counts any more.
  private(set) var isOver = false
  /// When the attempt began: not before its call, though the loop's pass may have.
  let began: MonotonicTime
  /// Bytes of messages as they went over the wire.
  private(set) var received = 0
  var sent = 0

  /// Whether the reply has begun.
  private(set) var hasReply = false

  private var owner: (any AttemptOwner)?
  private var reply = ReplyState()
  private var deframer: MessageDeframer
  private let accepted: [CompressionAlgorithm]

  /// An attempt without a stream.
  init(
    _ head: CallHead, previousAttempts: Int, maxReplyBytes: Int, accepted: [CompressionAlgorithm],
    began: MonotonicTime, owner: any AttemptOwner
  ) {
    self.head = head
    self.previousAttempts = previousAttempts
    self.accepted = accepted
    self.began = began
    self.owner = owner
    deframer = MessageDeframer(limit: maxReplyBytes)
  }

  /// Where the attempt is, in words; nil while it has no stream.
  var whereabouts: String? {
    place.map { hasReply ? "the reply from \($0.address) had begun" : "it waited for the reply from \($0.address)" }
  }

  /// How the reply's compressed messages are compressed.
  var encoding: MessageEncoding { deframer.encoding }

  /// The attempt has this stream.
  func open(_ stream: Transport.Stream, at place: any StreamPlace) {
    self.stream = stream
    self.place = place
    owner?.opened(self)
  }

  /// Gives the attempt up without a word to its owner.
  func abandon() {
    isOver = true
    owner = nil
    stream?.reset(.cancel)
  }

  /// Ends the attempt from this side.
  func fail(_ error: RPCError) {
    end(AttemptEnd(status: error.status, trailers: [], reach: .possible))
    stream?.reset(.cancel)
  }

  // MARK: The stream

  func received(headers: [HeaderField], on stream: Transport.Stream) {
    guard !isOver else { return }
    switch reply.headers(headers, endsStream: stream.endsWithHead) {
    case .initialMetadata:
      let encoding = headers.first { $0.name == "grpc-encoding" }?.value
      deframer.encoding = MessageEncoding(encoding, accepted: accepted)
      hasReply = true
      owner?.replyBegan(self, headers)
    case .wholeAnswer: break
    case .fail(let error): fail(error)
    }
  }

  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) {
    guard !isOver, let owner else { return stream.consume(data.count) }
    do throws(FramingError) {
      if let message = unsafe deframer.sole(in: data) {
        take(message, owner)
      } else {
        unsafe try deframer.receive(data) { take($0, owner) }
      }
    } catch {
      stream.consume(data.count)
      return fail(error.rpcError)
    }
    guard !isOver else { return stream.consume(data.count) }
    let messagesWait = owner.arrived(data.count, on: stream)
    stream.isInputIncomplete = deframer.isWithinMessage && !messagesWait
  }

  private func take(_ message: ReceivedMessage, _ owner: any AttemptOwner) {
    received += message.bytes.count
    owner.received(message)
  }

  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {
    guard !isOver else { return }
    var (status, fields) = reply.end(trailers: trailers)
    do throws(FramingError) { try deframer.finish() } catch {
      if status.code == .ok { status = error.rpcError.status }
    }
    end(AttemptEnd(status: status, trailers: fields, reach: .possible))
    if !hasFinishedSending { stream.reset(.noError) }
  }

  func writable(on stream: Transport.Stream) { owner?.writable(self) }

  func closed(on stream: Transport.Stream, reason: StreamCloseReason) {
    self.stream = nil
    place?.streamClosed()
    guard !isOver else { return }
    let error = StreamFailure.error(for: reason, address: place?.address)
    end(
      AttemptEnd(status: error.status, trailers: [], reach: StreamFailure.reach(of: reason), isStreamFailure: true))
  }

  private func end(_ end: AttemptEnd) {
    guard !isOver else { return }
    isOver = true
    let owner = owner
    self.owner = nil
    owner?.ended(self, end)
  }
}
