import RPC
package import Storage

/// Where a call keeps whether its answer was at hand, for the operator's log alone.
package enum CacheStateKey: ContextKey {
  package typealias Value = CacheState
}

extension ServerContext {
  /// Notes how an answer was come by. One that was at hand is given to its partner again, and so is what a door has made
  /// of it; one that was made for this call, of which nothing may be kept, is not.
  func note(_ answer: CacheAnswer) {
    self[CacheStateKey.self] = answer.state
    guard callProtocol != "grpc", answer.state != .miss, let partner = self[IdentityKey.self]?.partner else { return }
    self[RecurringReplyKey.self] = RecurringReplyKey.Value(bytes: answer.bytes.count, for: partner)
  }
}
