/// Someone who waits for a message; resumed exactly once: with a message, the end, an abort, or its cancellation.
///
/// Not a checked continuation: that kind costs an allocation for each wait, and many calls do nothing but wait.
@safe struct MessageWaiter: Sendable {
  private let continuation: UnsafeContinuation<Result<[UInt8]?, RPCError>, Never>

  /// Suspends until the waiter that `body` gets is resumed.
  static func wait(_ body: (MessageWaiter) -> Void) async -> Result<[UInt8]?, RPCError> {
    unsafe await withUnsafeContinuation { unsafe body(MessageWaiter(continuation: $0)) }
  }

  /// Lets the one who waits go on.
  func resume(returning result: Result<[UInt8]?, RPCError>) {
    unsafe continuation.resume(returning: result)
  }
}
