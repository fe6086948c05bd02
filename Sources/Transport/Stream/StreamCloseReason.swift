/// How a stream ended.
public enum StreamCloseReason: Sendable, Hashable, CustomStringConvertible {
  /// Which end did something.
  public enum Side: Sendable, Hashable {
    case local, peer
  }

  /// Both directions ended in order.
  case endStream
  /// One side reset the stream. `refusedStream` from a server means that no work was done.
  case reset(ErrorCode, by: Side)
  /// This end reset the stream because it went over a limit of ``HTTP2Limits``; the text says which.
  case limitExceeded(String)
  /// The peer's GOAWAY says that it has not looked at the stream: it is safe to try it on another connection.
  case goAway(ErrorCode, String)
  /// The connection was lost or closed; whether the peer worked on the stream is unknown. The text says why.
  case connectionLost(String)

  /// The reason in words, with the peer's where there are any.
  public var description: String {
    switch self {
    case .endStream: "the stream ended"
    case .reset(let code, .peer): "the peer reset the stream: \(code)"
    case .reset(let code, .local): "the stream was reset: \(code)"
    case .limitExceeded(let limit): "the stream went over a limit: \(limit)"
    case .goAway(let code, let text): "the peer goes away: \(code)\(text.isEmpty ? "" : ", \(text)")"
    case .connectionLost(let why): "the connection was lost: \(why)"
    }
  }
}
