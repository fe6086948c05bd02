/// How a call ended and what it moved.
public struct CallOutcome: Sendable, Hashable {
  /// The status sent, or the one that describes best why none could be: CANCELLED after a reset by the caller.
  public var status: Status
  /// Whole request messages received.
  public var requestMessages: Int
  /// Reply messages handed to the connection.
  public var replyMessages: Int
  /// Bytes of the request messages, without their prefixes.
  public var requestBytes: Int
  /// Bytes of the reply messages, without their prefixes.
  public var replyBytes: Int
  /// Time from the arrival of the headers to the end, in nanoseconds.
  public var durationNanoseconds: Int64

  /// An outcome with the given parts.
  public init(
    status: Status, requestMessages: Int, replyMessages: Int, requestBytes: Int, replyBytes: Int,
    durationNanoseconds: Int64
  ) {
    self.status = status
    self.requestMessages = requestMessages
    self.replyMessages = replyMessages
    self.requestBytes = requestBytes
    self.replyBytes = replyBytes
    self.durationNanoseconds = durationNanoseconds
  }
}
