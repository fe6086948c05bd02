package import EventLoop
import RPC
import Synchronization

/// How much of the server the open streams of one key may take.
package struct StreamLimits: Sendable, Hashable {
  /// Most sessions (`EnrichRealTime`) of a key at once. Default 20,000.
  package var sessionsPerKey = 20_000
  /// Most `RecordActions` streams of a key at once. Default 100.
  package var recordingsPerKey = 100
  /// Most actions of a key that may wait in its open `RecordActions` streams, which store them when they end. Default
  /// 100,000.
  package var uncommittedActionsPerKey = 100_000
  /// How long a session may send nothing; it can be resumed. Default 1 h.
  package var quietSession = Duration.seconds(3_600)
  /// How long a `RecordActions` stream may send nothing. Default 1 min.
  package var quietRecording = Duration.seconds(60)

  /// The defaults; change what differs.
  package init() {}
}

/// The streams that clients hold open, and what each key has in them.
package final class OpenStreams: Sendable {
  /// What a stream is for.
  enum Purpose: Sendable {
    /// `EnrichRealTime`.
    case session
    /// `RecordActions`.
    case recording
  }

  /// What one key has open.
  fileprivate struct Held {
    var sessions = 0
    var recordings = 0
    var actions = 0
    var isNothing: Bool { sessions == 0 && recordings == 0 }
  }

  private struct State {
    var keys: [String: Held] = [:]
    var streams: [ObjectIdentifier: OpenStream] = [:]
    var memory = FreedMemory()
  }

  private let limits: StreamLimits
  private let state = Mutex(State())

  /// No open streams.
  package init(limits: StreamLimits = StreamLimits()) { self.limits = limits }

  /// Counts a stream that begins; every stream is handed back to `leave`.
  ///
  /// - Throws: RESOURCE_EXHAUSTED when its key has as many open as it may.
  func enter(_ purpose: Purpose, of identity: Identity, _ context: ServerContext) throws(RPCError) -> OpenStream {
    let stream = OpenStream(purpose, keyID: identity.keyID, context)
    let isAdmitted = state.withLock { state in
      var held = state.keys[identity.keyID, default: Held()]
      guard held.admit(purpose, limits) else { return false }
      state.keys[identity.keyID] = held
      state.streams[ObjectIdentifier(stream)] = stream
      state.memory.note(open: state.streams.count)
      return true
    }
    if isAdmitted { return stream }
    switch purpose {
    case .session: throw Self.refusal("sessions_per_key", limits.sessionsPerKey, "open sessions")
    case .recording: throw Self.refusal("recordings_per_key", limits.recordingsPerKey, "open RecordActions streams")
    }
  }

  /// Takes a stream and what waits in it off the counts.
  func leave(_ stream: OpenStream) {
    state.withLock { state in
      guard state.streams.removeValue(forKey: ObjectIdentifier(stream)) != nil,
        var held = state.keys[stream.keyID]
      else { return }
      held.remove(stream.purpose, actions: stream.actions)
      state.keys[stream.keyID] = held.isNothing ? nil : held
    }
  }

  /// Counts one more action that waits in a stream.
  ///
  /// - Throws: RESOURCE_EXHAUSTED when as many wait in the streams of its key as may.
  func keepAction(in stream: OpenStream) throws(RPCError) {
    let isAdmitted = state.withLock { state in
      guard let count = state.keys[stream.keyID]?.actions, count < limits.uncommittedActionsPerKey else { return false }
      state.keys[stream.keyID]?.actions = count + 1
      stream.actions += 1
      return true
    }
    guard !isAdmitted else { return }
    throw Self.refusal(
      "uncommitted_actions_per_key", limits.uncommittedActionsPerKey,
      "actions waiting in its open RecordActions streams",
      advice: "; nothing of this one is stored; end the others first, or send fewer in each")
  }

  /// Streams that are open.
  package var count: Int { state.withLock { $0.streams.count } }

  /// Whether so many have ended since memory was given back last that it should be again; true once for each time.
  package func takeEndOfMany() -> Bool { state.withLock { $0.memory.isWorthReturning(open: $0.streams.count) } }

  /// Actions that wait in the open streams of a key.
  func actions(of keyID: String) -> Int { state.withLock { $0.keys[keyID]?.actions ?? 0 } }

  /// Ends the streams that have been quiet for too long at `now`.
  package func endQuiet(at now: MonotonicTime) {
    let quiet = state.withLock { state in state.streams.values.filter { now - $0.lastHeard > limit($0.purpose) } }
    for stream in quiet { stream.context.end(throwing: Self.quietness(of: stream.purpose, limit(stream.purpose))) }
  }

  /// Ends the streams of keys that are no longer valid.
  package func end(unless isValid: (_ keyID: String) -> Bool) {
    let invalid = Set(state.withLock { Array($0.keys.keys) }.filter { !isValid($0) })
    guard !invalid.isEmpty else { return }
    let streams = state.withLock { state in state.streams.values.filter { invalid.contains($0.keyID) } }
    let error = ErrorReason.unauthenticated.error("the key was revoked or has expired; what was acknowledged is kept")
    for stream in streams { stream.context.end(throwing: error) }
  }

  private func limit(_ purpose: Purpose) -> Duration {
    switch purpose {
    case .session: limits.quietSession
    case .recording: limits.quietRecording
    }
  }

  private static func quietness(of purpose: Purpose, _ limit: Duration) -> RPCError {
    let consequence =
      switch purpose {
      case .session: "resume the session with its token"
      case .recording: "nothing of it is stored"
      }
    return ErrorReason.limitReached.error(
      "the stream sent nothing for \(limit.components.seconds) s, the most allowed; \(consequence)",
      metadata: ["limit": "quiet_seconds", "allowed": "\(limit.components.seconds)"])
  }

  private static func refusal(_ limit: String, _ allowed: Int, _ what: String, advice: String = "") -> RPCError {
    ErrorReason.limitReached.error(
      "this key has \(allowed) \(what), the most allowed\(advice)", metadata: ["limit": limit, "allowed": "\(allowed)"])
  }
}

extension OpenStreams.Held {
  /// Counts a stream unless as many are open as may be.
  fileprivate mutating func admit(_ purpose: OpenStreams.Purpose, _ limits: StreamLimits) -> Bool {
    switch purpose {
    case .session:
      guard sessions < limits.sessionsPerKey else { return false }
      sessions += 1
    case .recording:
      guard recordings < limits.recordingsPerKey else { return false }
      recordings += 1
    }
    return true
  }

  fileprivate mutating func remove(_ purpose: OpenStreams.Purpose, actions: Int) {
    switch purpose {
    case .session: sessions -= 1
    case .recording: recordings -= 1
    }
    self.actions -= actions
  }
}

/// One stream that a client holds open.
final class OpenStream: Sendable {
  fileprivate let purpose: OpenStreams.Purpose
  fileprivate let keyID: String
  fileprivate let context: ServerContext
  private let heard: Atomic<Int64>
  private let waiting = Atomic(0)

  fileprivate init(_ purpose: OpenStreams.Purpose, keyID: String, _ context: ServerContext) {
    (self.purpose, self.keyID, self.context) = (purpose, keyID, context)
    heard = Atomic(MonotonicTime.now().nanoseconds)
  }

  /// Takes note that the client has sent something.
  func hear() { heard.store(MonotonicTime.now().nanoseconds, ordering: .relaxed) }

  fileprivate var lastHeard: MonotonicTime { MonotonicTime(nanoseconds: heard.load(ordering: .relaxed)) }

  /// Actions that wait in it; changed under the lock of all streams.
  fileprivate var actions: Int {
    get { waiting.load(ordering: .relaxed) }
    set { waiting.store(newValue, ordering: .relaxed) }
  }
}
