public import Transport

/// A GOAWAY that was received (RFC 9113 section 6.8): the peer takes no new streams.
public struct GoAway: Sendable, Hashable, CustomStringConvertible {
  /// Why.
  public let code: ErrorCode
  /// The peer's words, at most 256 bytes of them; empty when it gave none.
  public let text: String
  /// The highest number of a stream that the peer may have worked on.
  public let lastStream: Int32

  /// The message in words.
  public var description: String { "the peer goes away: \(code)\(text.isEmpty ? "" : ", \(text)")" }
}
