internal import Transport

/// Where the replies of one call go, on its loop.
protocol ReplyReceiver: AnyObject {
  /// The reply has begun with these headers; compressed messages in it are in the encoding, and each may have `limit`
  /// bytes when expanded.
  func began(_ headers: [HeaderField], _ encoding: MessageEncoding, limit: Int)
  /// The metadata the reply has begun with; empty before that.
  var initialMetadata: Metadata { get }
  /// A whole message.
  func received(_ message: ReceivedMessage)
  /// So many bytes have arrived on the stream; answers whether messages wait to be taken.
  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool
  /// The call has ended, once and last: with the trailers of a success, or why it failed.
  func ended(_ result: Result<[HeaderField], RPCError>)
}
