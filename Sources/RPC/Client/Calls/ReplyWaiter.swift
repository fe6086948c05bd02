/// Someone who waits for the one reply of a call; resumed exactly once, with the reply or why there is none.
///
/// Not a checked continuation, which costs allocations in every call: a call ends once, and with it the wait.
@safe struct ReplyWaiter: Sendable {
  private let continuation: UnsafeContinuation<Result<SoleReplyParts, RPCError>, Never>

  /// Suspends until the waiter that `body` gets is resumed.
  static func wait(_ body: (ReplyWaiter) -> Void) async -> Result<SoleReplyParts, RPCError> {
    unsafe await withUnsafeContinuation { unsafe body(ReplyWaiter(continuation: $0)) }
  }

  /// Lets the one who waits go on.
  func resume(returning result: Result<SoleReplyParts, RPCError>) {
    unsafe continuation.resume(returning: result)
  }
}
