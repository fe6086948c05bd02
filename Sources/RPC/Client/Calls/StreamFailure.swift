internal import EventLoop
internal import Transport

/// What a caller is told of a stream that closed before the server sent a status.
enum StreamFailure {
  /// The error for the reason, after gRPC's table of HTTP/2 error codes.
  static func error(for reason: StreamCloseReason, address: Endpoint? = nil) -> RPCError {
    let server = address.map { "the server \($0)" } ?? "the server"
    switch reason {
    case .endStream: return .unknown("\(server) ended the stream without a grpc-status")
    case .reset(let code, .peer):
      return RPCError(code: statusCode(for: code), message: "\(server) reset the stream with \(code)")
    case .reset(let code, .local):
      return RPCError(code: statusCode(for: code), message: "this client reset the stream with \(code)")
    case .limitExceeded(let limit): return .resourceExhausted("the stream went over a limit of this client: \(limit)")
    case .goAway(let code, let text):
      return .unavailable("\(server) goes away: \(code)\(text.isEmpty ? "" : ", \"\(text)\"")")
    case .connectionLost(let why): return .unavailable("the connection to \(server) was lost: \(why)")
    }
  }

  /// How far the server had come with a stream that closed for this reason.
  static func reach(of reason: StreamCloseReason) -> AttemptPlan.Reach {
    switch reason {
    case .goAway, .reset(.refusedStream, by: .peer): .refused
    case .reset(.refusedStream, by: .local): .unsent
    default: .possible
    }
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
