package import EventLoop
import RPC
import Synchronization

/// The streams that clients hold open, and what each key has in them.
package final class OpenStreams: Sendable {
  /// What a stream, or all of a key, hold of the server.
  fileprivate struct Held {
    /// Streams: one for itself.
    var sessions = 0
    var recordings = 0
    /// Actions that wait to be stored.
    var actions = 0
    /// Distinct events of sessions.
    var events = 0
    /// Those of them that wait to become durable or to be shown.
    var unshown = 0

    static func += (sum: inout Held, held: Held) {
      sum.sessions += held.sessions
      sum.recordings += held.recordings
      sum.actions += held.actions
      sum.events += held.events
      sum.unshown += held.unshown
    }

    static func -= (sum: inout Held, held: Held) {
      sum.sessions -= held.sessions
      sum.recordings -= held.recordings
      sum.actions -= held.actions
      sum.events -= held.events
      sum.unshown -= held.unshown
    }
  }

  fileprivate struct State {
    var keys: [String: Held] = [:]
    var streams: [ObjectIdentifier: (stream: OpenStream, held: Held)] = [:]
    var memory = FreedMemory()
  }

  /// How many there may be, and what they may hold.
  let limits: StreamLimits
  private let state = Mutex(State())

  /// No open streams.
  package init(limits: StreamLimits = StreamLimits()) { self.limits = limits }

  /// Counts a stream that begins; every stream is handed back to `leave`.
  ///
  /// - Throws: RESOURCE_EXHAUSTED when its key has as many open as it may.
  func enter(
    _ purpose: OpenStream.Purpose, of identity: Identity, ending end: @escaping @Sendable (RPCError) -> Void
  ) throws(RPCError) -> OpenStream {
    let stream = OpenStream(purpose, keyID: identity.keyID, ending: end)
    let isAdmitted = state.withLock { state in
      let held = state.keys[identity.keyID, default: Held()]
      switch purpose {
      case .session: guard held.sessions < limits.sessionsPerKey else { return false }
      case .recording: guard held.recordings < limits.recordingsPerKey else { return false }
      }
      state.streams[ObjectIdentifier(stream)] = (stream, Held())
      state.hold(Held(stream.purpose), in: stream)
      state.memory.note(open: state.streams.count)
      return true
    }
    if isAdmitted { return stream }
    switch purpose {
    case .session: throw Self.refusal("sessions_per_key", limits.sessionsPerKey, "open sessions")
    case .recording: throw Self.refusal("recordings_per_key", limits.recordingsPerKey, "open RecordActions streams")
    }
  }

  /// Takes a stream and what it holds off the counts.
  func leave(_ stream: OpenStream) {
    state.withLock { state in
      guard let left = state.streams.removeValue(forKey: ObjectIdentifier(stream)) else { return }
      state.keys[stream.keyID]? -= left.held
      if state.keys[stream.keyID]?.isNothing == true { state.keys[stream.keyID] = nil }
    }
  }

  /// Counts one more action that waits in a stream.
  ///
  /// - Throws: RESOURCE_EXHAUSTED when as many wait in the streams of its key as may.
  func keepAction(in stream: OpenStream) throws(RPCError) {
    let isAdmitted = state.withLock { state in
      guard state.keys[stream.keyID, default: Held()].actions < limits.uncommittedActionsPerKey else { return false }
      state.hold(Held(actions: 1), in: stream)
      return true
    }
    guard !isAdmitted else { return }
    throw Self.refusal(
      "uncommitted_actions_per_key", limits.uncommittedActionsPerKey,
      "actions waiting in its open RecordActions streams",
      advice: "; nothing of this one is stored; end the others first, or send fewer in each")
  }

  /// Counts the distinct events that a session holds from now on.
  ///
  /// - Throws: RESOURCE_EXHAUSTED when the open sessions of its key would hold more than they may.
  func keepEvents(_ count: Int, in stream: OpenStream) throws(RPCError) {
    let isAdmitted = state.withLock { state in
      guard count + state.keys[stream.keyID, default: Held()].events <= limits.eventsPerKey else { return false }
      state.hold(Held(events: count), in: stream)
      return true
    }
    guard !isAdmitted else { return }
    throw Self.refusal(
      "events_per_key", limits.eventsPerKey, "events in its open sessions",
      advice: "; what was acknowledged is kept; close the sessions that are over, then resume this one")
  }

  /// Takes events of a session that were known before off the counts.
  func dropEvents(_ count: Int, in stream: OpenStream) {
    state.withLock { $0.hold(Held(events: -count), in: stream) }
  }

  /// Notes by how many the events of a session have changed that wait to become durable or to be shown.
  func noteUnshown(_ change: Int, in stream: OpenStream) {
    state.withLock { $0.hold(Held(unshown: change), in: stream) }
  }

  /// Whether as many events wait in the sessions of a stream's key as may.
  func isCrowded(_ stream: OpenStream) -> Bool {
    state.withLock { $0.keys[stream.keyID, default: Held()].unshown >= limits.unshownEventsPerKey }
  }

  /// Streams that are open.
  package var count: Int { state.withLock { $0.streams.count } }

  /// Whether so many have ended since memory was given back last that it should be again; true once for each time.
  package func takeEndOfMany() -> Bool { state.withLock { $0.memory.isWorthReturning(open: $0.streams.count) } }

  /// Actions that wait in the open streams of a key.
  func actions(of keyID: String) -> Int { state.withLock { $0.keys[keyID]?.actions ?? 0 } }

  /// Events in the open sessions of a key: all of them, and those not shown yet.
  func events(of keyID: String) -> (all: Int, unshown: Int) {
    state.withLock { ($0.keys[keyID]?.events ?? 0, $0.keys[keyID]?.unshown ?? 0) }
  }

  /// Ends the streams that have been quiet for too long at `now`.
  package func endQuiet(at now: MonotonicTime) {
    let quiet = state.withLock { state in
      state.streams.values.map(\.stream).filter { now - $0.lastHeard > limit($0.purpose) }
    }
    for stream in quiet { stream.end(Self.quietness(of: stream.purpose, limit(stream.purpose))) }
  }

  /// Ends the streams of keys that are no longer valid.
  package func end(unless isValid: (_ keyID: String) -> Bool) {
    let invalid = Set(state.withLock { Array($0.keys.keys) }.filter { !isValid($0) })
    guard !invalid.isEmpty else { return }
    let streams = state.withLock { state in
      state.streams.values.map(\.stream).filter { invalid.contains($0.keyID) }
    }
    let error = ErrorReason.unauthenticated.error("the key was revoked or has expired; what was acknowledged is kept")
    for stream in streams { stream.end(error) }
  }

  private func limit(_ purpose: OpenStream.Purpose) -> Duration {
    switch purpose {
    case .session: limits.quietSession
    case .recording: limits.quietRecording
    }
  }

  private static func quietness(of purpose: OpenStream.Purpose, _ limit: Duration) -> RPCError {
    let consequence =
      switch purpose {
      case .session: "resume the session with its token"
      case .recording: "nothing of it is stored"
      }
    return ErrorReason.limitReached.error(
      "the stream sent nothing for \(limit.components.seconds) s, the most allowed; \(consequence)",
      metadata: ["limit": "quiet_seconds", "allowed": "\(limit.components.seconds)"])
  }

  /// What the holder of a key is told that has reached a limit.
  static func refusal(_ limit: String, _ allowed: Int, _ what: String, advice: String = "") -> RPCError {
    ErrorReason.limitReached.error(
      "this key has \(allowed) \(what), the most allowed\(advice)", metadata: ["limit": limit, "allowed": "\(allowed)"])
  }
}

extension OpenStreams.Held {
  /// What a stream holds by being there.
  fileprivate init(_ purpose: OpenStream.Purpose) {
    switch purpose {
    case .session: sessions = 1
    case .recording: recordings = 1
    }
  }

  /// Whether no stream is open.
  fileprivate var isNothing: Bool { sessions == 0 && recordings == 0 }
}

extension OpenStreams.State {
  /// Adds to what a stream and its key hold; nothing where the stream has left.
  fileprivate mutating func hold(_ more: OpenStreams.Held, in stream: OpenStream) {
    guard streams[ObjectIdentifier(stream)] != nil else { return }
    streams[ObjectIdentifier(stream)]?.held += more
    keys[stream.keyID, default: .init()] += more
  }
}
