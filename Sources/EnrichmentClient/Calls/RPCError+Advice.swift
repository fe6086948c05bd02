public import RPC
internal import WireFormat

extension RPCError {
  /// The reason that the service gives in `google.rpc.ErrorInfo`, such as `RATE_LIMITED`; nil when it gives none.
  public var reason: String? {
    details.lazy.compactMap { try? $0.unpack(GoogleRPCErrorInfo.self) }.first?.reason
  }

  /// How long to wait before the call can succeed, as the service says in `google.rpc.RetryInfo`; nil when it says
  /// nothing.
  public var retryAfter: Duration? {
    guard let info = details.lazy.compactMap({ try? $0.unpack(GoogleRPCRetryInfo.self) }).first,
      let delay = info.retryDelay, delay.seconds >= 0, delay.nanos >= 0
    else { return nil }
    return .seconds(delay.seconds) + .nanoseconds(Int64(delay.nanos))
  }
}
