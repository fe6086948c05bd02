internal import Transport

/// A call that may be ended from outside; the handler of its stream, by which it is found.
protocol OpenCall: StreamHandler {
  /// Whether the call has its status.
  var hasEnded: Bool { get }
  /// Ends the call with the error and cancels its handler.
  func end(with error: RPCError)
  /// How the call stands.
  var snapshot: CallSnapshot { get }
}
