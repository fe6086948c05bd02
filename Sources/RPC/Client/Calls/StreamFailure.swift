internal import HTTP2

/// What a caller is told of a stream that closed before the server sent a status.
enum StreamFailure {
  /// The error for the reason, after gRPC's table of HTTP/2 error codes.
  static func error(for reason: StreamCloseReason) -> RPCError {
    switch reason {
    case .endStream: .unknown("the server ended the stream without a grpc-status")
    case .reset(let code, let side): RPCError(code: statusCode(for: code), message: text(code, side))
    case .limitExceeded(let limit): .resourceExhausted("the stream went over a limit of this client: \(limit)")
    case .goAway(let code, let text):
      .unavailable("the server goes away: \(code)\(text.isEmpty ? "" : ", \"\(text)\"")")
    case .connectionLost(let why): .unavailable("the connection was lost: \(why)")
    }
  }

  /// Whether the server says that it did no work on the stream, so that the call may be tried again.
  static func isUntouched(_ reason: StreamCloseReason) -> Bool {
    switch reason {
    case .goAway, .reset(.refusedStream, by: .peer): true
    default: false
    }
  }

  private static func text(_ code: ErrorCode, _ side: StreamCloseReason.Side) -> String {
    side == .peer ? "the server reset the stream with \(code)" : "this client reset the stream with \(code)"
  }

  private static func statusCode(for code: ErrorCode) -> StatusCode {
    switch code {
    case .refusedStream: .unavailable
    case .cancel: .cancelled
    case .enhanceYourCalm: .resourceExhausted
    case .inadequateSecurity: .permissionDenied
    case .streamClosed: .unknown
    default: .internal
    }
  }
}
