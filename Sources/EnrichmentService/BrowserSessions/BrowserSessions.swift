import Cryptography
import EnrichmentSchema
package import EventLoop
import Operations
import Population
import RPC
import Synchronization

/// The sessions of browsers that are open, each known by its token alone.
///
/// A token is 32 random bytes, told once; what is kept of it is a code under a key of this process, so that neither a copy
/// of the memory's table nor the time of a look-up tells one.
package final class BrowserSessions: Sendable {
  fileprivate struct Contents {
    var sessions: [[UInt8]: BrowserSession] = [:]
    /// Sessions of each key, those too that are being opened.
    var ofKey: [String: Int] = [:]
    var count = 0
    var isDraining = false
  }

  private let contents = Mutex(Contents())
  private let secret: [UInt8]
  private let live: SessionServices
  private let sandbox: SessionServices?
  private let limits: BrowserSessionLimits
  private let failures: FailedKeys

  /// No sessions.
  ///
  /// - Parameters:
  ///   - sandbox: what sessions need that keys of the sandbox open; without it they are refused.
  ///   - keys: how often one network may show tokens of no session.
  /// - Throws: `CryptographyError` when the system has no random bytes to give.
  package init(
    _ live: SessionServices, sandbox: SessionServices? = nil,
    limits: BrowserSessionLimits = BrowserSessionLimits(), keys: KeyLimits = KeyLimits()
  ) throws {
    (self.live, self.sandbox, self.limits) = (live, sandbox, limits)
    failures = FailedKeys(limits: keys)
    secret = try RandomBytes.make(32)
  }

  /// Sessions that are open, or closed a moment ago.
  package var count: Int { contents.withLock { $0.sessions.count } }

  /// Readers that are there.
  package var readers: Int { contents.withLock { $0.sessions }.values.count(where: \.outbox.isRead) }

  /// How much each session keeps for its reader: messages, and their bytes.
  package var keptSizes: [(messages: Int, bytes: Int)] {
    contents.withLock { $0.sessions }.values.map(\.outbox.keptSize)
  }

  /// How long a token is good for that is used now, in microseconds since 1970 UTC.
  var expiry: Int64 { live.clock.now + limits.tokenLife.wholeNanoseconds / 1_000 }

  // MARK: Opening and finding

  /// Opens a session for a caller; returns its token too.
  func open(_ open: Open, for context: ServerContext) async throws -> (session: BrowserSession, token: String) {
    let identity = try context.caller()
    guard let services = identity.isSandboxed ? sandbox : live else {
      throw ErrorReason.unauthenticated.error("this server has no sandbox")
    }
    try reserve(identity.keyID)
    do {
      let token = Hexadecimal.encode(try RandomBytes.make(32))
      let code = try code(of: token)
      let session = try await BrowserSession(
        open, identity: identity, loop: context.loop, services: services, limits: limits)
      contents.withLock { $0.sessions[code] = session }
      return (session, token)
    } catch {
      release(identity.keyID)
      throw error
    }
  }

  /// The session whose token is shown; its call is its key's from now on.
  ///
  /// - Throws: NOT_FOUND for a token of no session, RESOURCE_EXHAUSTED for one too many from the same network.
  func session(showing token: String, in context: ServerContext) throws -> BrowserSession {
    guard token.utf8.count == 64, let code = try? code(of: token),
      let session = contents.withLock({ $0.sessions[code] })
    else {
      try slowDown(context)
      throw BrowserSessionState.unknown
    }
    context[IdentityKey.self] = session.identity
    return session
  }

  private func code(of token: String) throws(CryptographyError) -> [UInt8] {
    try HMACSHA256.code(for: Array(token.utf8), key: secret)
  }

  private func slowDown(_ context: ServerContext) throws(RPCError) {
    guard context.listener != .unix else { return }
    let network = AddressRange.network(of: Authentication.address(ofPeer: context.peer))
    guard let wait = failures.wait(from: network, at: UInt64(clamping: context.started.nanoseconds)) else { return }
    throw ErrorReason.rateLimited.error(
      "too many tokens of no session from this address; try again later", retryAfter: wait)
  }

  private func reserve(_ keyID: String) throws(RPCError) {
    let refusal = contents.withLock { contents -> RPCError? in
      if contents.isDraining { return ErrorReason.draining.error("this server stops soon; open the session again") }
      if contents.count >= limits.inAll {
        return Self.refusal("the server", "browser_sessions", limits.inAll)
      }
      if contents.ofKey[keyID, default: 0] >= limits.perKey {
        return Self.refusal("this key", "browser_sessions_per_key", limits.perKey)
      }
      contents.ofKey[keyID, default: 0] += 1
      contents.count += 1
      return nil
    }
    if let refusal { throw refusal }
  }

  private func release(_ keyID: String) { contents.withLock { $0.release(keyID) } }

  private static func refusal(_ whose: String, _ limit: String, _ allowed: Int) -> RPCError {
    ErrorReason.limitReached.error(
      "\(whose) has \(allowed) open sessions of browsers, the most allowed; close those that are over",
      metadata: ["limit": limit, "allowed": "\(allowed)"])
  }

  // MARK: By the clock, and at the end

  /// Forgets the sessions that are over at `now`, and sends a sign of life to readers that have heard nothing for long.
  package func tend(at now: MonotonicTime) {
    let over = contents.withLock { $0.sessions }.filter { $0.value.outbox.isOver(at: now) }
    guard !over.isEmpty else { return }
    contents.withLock { contents in
      for (code, session) in over where contents.sessions.removeValue(forKey: code) != nil {
        contents.release(session.identity.keyID)
      }
    }
    for session in over.values { session.leave() }
  }

  /// Closes every session, since none goes on in another server: their readers are told so and get what is owed. No other is
  /// opened.
  package func drain() async {
    let open = contents.withLock { contents in
      contents.isDraining = true
      return Array(contents.sessions.values)
    }
    await withDiscardingTaskGroup { group in
      for session in open {
        group.addTask {
          await session.notice(.draining, "this server stops; open another session")
          _ = try? await session.close()
        }
      }
    }
  }
}

extension BrowserSessions.Contents {
  fileprivate mutating func release(_ keyID: String) {
    count -= 1
    let left = ofKey[keyID, default: 1] - 1
    ofKey[keyID] = left > 0 ? left : nil
  }
}
