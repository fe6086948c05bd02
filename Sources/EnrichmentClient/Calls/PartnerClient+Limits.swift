internal import EventLoop
internal import RPC

extension PartnerClient {
  /// Most attempts at a call that a limit refuses.
  private static let mostAttempts = 4

  /// Makes a call, again where a limit of the key refuses it and the server says when it will not; not where the call's time
  /// is up by then: it fails with the reason at once.
  func withinLimits<Value, Failure: Error>(
    _ timeout: Duration?, _ call: (_ left: Duration?) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let end = timeout.map { cache.now() + $0 } ?? .distantFuture
    for _ in 1..<Self.mostAttempts {
      do { return try await call(timeout.map { _ in end - cache.now() }) } catch {
        guard let refusal = error as? RPCError, refusal.code == .resourceExhausted, let wait = refusal.retryAfter,
          cache.now() + wait < end, (try? await Task.sleep(for: wait)) != nil
        else { throw error }
      }
    }
    return try await call(timeout.map { _ in end - cache.now() })
  }
}
