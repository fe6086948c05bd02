internal import Transport

/// The reply of a call that has one, with what came around it.
struct SoleReplyParts: Sendable {
  /// The message, expanded.
  let message: [UInt8]
  /// Whether it was compressed on its way.
  let wasCompressed: Bool
  /// The headers before it.
  let headers: [HeaderField]
  /// The trailers after it.
  let trailers: [HeaderField]
}

/// Waits for the one reply of a unary call; confined to its loop.
final class SoleReply: ReplyReceiver, @unchecked Sendable {
  private var waiter: ReplyWaiter?
  private var end: Result<SoleReplyParts, RPCError>?
  private let compressor: MessageCompressor
  private var limit = 0
  private var headers: [HeaderField] = []
  private var encoding = MessageEncoding.identity
  private var message = SoleMessage()

  /// A receiver without a reply.
  init(_ compressor: MessageCompressor) {
    self.compressor = compressor
  }

  func began(_ headers: [HeaderField], _ encoding: MessageEncoding, limit: Int) {
    self.headers = headers
    self.limit = limit
    self.encoding = encoding
  }

  var initialMetadata: Metadata { StatusTrailers.metadata(in: headers) }

  func received(_ message: ReceivedMessage) { self.message.receive(message) }

  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool {
    stream.consume(count)
    return false
  }

  func ended(_ result: Result<[HeaderField], RPCError>) {
    let end = result.flatMap(parts)
    guard let waiter else {
      self.end = end
      return
    }
    self.waiter = nil
    waiter.resume(returning: end)
  }

  /// Gives the waiter the reply when it is there; for one waiter.
  func wait(_ waiter: ReplyWaiter) {
    if let end { waiter.resume(returning: end) } else { self.waiter = waiter }
  }

  private func parts(_ trailers: [HeaderField]) -> Result<SoleReplyParts, RPCError> {
    do throws(RPCError) {
      let message = try message.get()
      let parts = SoleReplyParts(
        message: try encoding.expand(message, compressor, limit: limit), wasCompressed: message.isCompressed,
        headers: headers, trailers: trailers)
      return .success(parts)
    } catch {
      var error = error
      error.initial = initialMetadata
      return .failure(error)
    }
  }
}

extension MessageEncoding {
  /// The message's bytes, expanded when it is compressed.
  func expand(
    _ message: ReceivedMessage, _ compressor: MessageCompressor, limit: Int
  ) throws(RPCError) -> [UInt8] {
    guard message.isCompressed, let algorithm else { return message.bytes }
    do throws(InflateError) { return try compressor.expand(message.bytes, with: algorithm, limit: limit) } catch {
      throw error.rpcError
    }
  }
}
