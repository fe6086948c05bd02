import Population
import RPC
import Synchronization

/// Which stream has which session: the newest that came with its token.
///
/// A session is in one stream at a time. Were it in two, an event that one of them makes durable would be a duplicate to
/// the other, and would move the numbers of only one.
final class SessionLeases: Sendable {
  /// What a session is known by: its token, among those of its partner and of the namespace of its key.
  struct Key: Hashable, Sendable {
    private let partner: String
    private let namespace: SubjectNamespace
    private let token: String

    /// The session of a caller with a token in clear.
    init(_ identity: Identity, token: String) {
      (partner, namespace, self.token) = (identity.partner, identity.namespace, token)
    }
  }

  private let newest = Mutex<[Key: SessionLease]>([:])

  /// No session is in a stream.
  init() {}

  /// Gives a session to a stream, which `end` ends with an error. A stream that has it ends with ABORTED, which `SessionLease.begin` waits for.
  func take(_ key: Key, ending end: @escaping @Sendable (RPCError) -> Void) -> SessionLease {
    let (lease, before) = newest.withLock { newest in
      let before = newest[key]
      let lease = SessionLease(key, end, after: before)
      newest[key] = lease
      return (lease, before)
    }
    before?.takeAway()
    return lease
  }

  /// Takes note that a stream has kept what it knows of its session and does nothing more with it.
  func giveBack(_ lease: SessionLease) {
    newest.withLock { newest in
      if newest[lease.key] === lease { newest[lease.key] = nil }
    }
    lease.finish()
  }
}

extension ErrorReason {
  /// The error of a stream whose session has been taken over.
  static var takenOver: RPCError {
    sessionTaken.error("the session goes on in a newer stream that came with its token")
  }
}

/// One stream's right to go on with a session, until a newer stream comes with its token.
final class SessionLease: Sendable {
  private struct State {
    var before: SessionLease?
    var isOver = false
    /// The stream that came next.
    var successor: CheckedContinuation<Void, Never>?
  }

  let key: SessionLeases.Key
  private let end: @Sendable (RPCError) -> Void
  private let state: Mutex<State>

  fileprivate init(
    _ key: SessionLeases.Key, _ end: @escaping @Sendable (RPCError) -> Void, after before: SessionLease?
  ) {
    (self.key, self.end) = (key, end)
    state = Mutex(State(before: before))
  }

  /// Waits until the stream that had the session before is done with it.
  func begin() async {
    let before = state.withLock { $0.before.take() }
    await before?.waitForEnd()
  }

  /// Ends the stream with an error, also one that waits for its client.
  func endStream(throwing error: RPCError) { end(error) }

  fileprivate func takeAway() {
    endStream(throwing: ErrorReason.takenOver)
  }

  fileprivate func finish() {
    let successor = state.withLock { state in
      state.isOver = true
      return state.successor.take()
    }
    successor?.resume()
  }

  private func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if !state.isOver { state.successor = continuation }
        return state.isOver
      }
      if isOver { continuation.resume() }
    }
  }
}
