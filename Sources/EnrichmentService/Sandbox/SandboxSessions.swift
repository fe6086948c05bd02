import Population
import Storage
import Synchronization

/// The sessions of the sandbox: resumed for as long as the process lives and there is room. Nothing is written down.
///
/// Those that were written to longest ago are forgotten where there is none: their streams go on, and their tokens name
/// no session.
final class SandboxSessions: Sendable {
  fileprivate struct Session {
    private(set) var row: SessionRow
    private(set) var events: [[UInt8]] = []
    private var known: Set<EventID> = []
    /// What it takes, about.
    private(set) var bytes: Int
    /// Counts the writes of all sessions, so that the oldest is known.
    var lastWrite: UInt64 = 0

    init(_ row: SessionRow) {
      self.row = row
      bytes = SandboxSessions.overhead + row.openMessage.count
    }

    mutating func append(_ event: SessionEvent) -> EventOutcome {
      guard known.insert(event.id).inserted else {
        row.duplicates += 1
        return .duplicate
      }
      events.append(event.bytes)
      bytes += event.bytes.count + SandboxSessions.eventOverhead
      return .stored
    }

    mutating func replace(open message: [UInt8]) {
      bytes += message.count - row.openMessage.count
      row.openMessage = message
    }

    mutating func touch(at now: Int64, updates: Int64? = nil, isClosed: Bool = false) {
      row.touchedAt = max(row.touchedAt, now)
      row.updates = updates ?? row.updates
      if isClosed { row.closedAt = now }
    }
  }

  fileprivate struct State {
    var sessions: [String: Session] = [:]
    var tokens: [[UInt8]: String] = [:]
    var bytes = 0
    var writes: UInt64 = 0
  }

  /// Bytes that a session takes beside its messages, and an event beside its own.
  fileprivate static let overhead = 512
  fileprivate static let eventOverhead = 96

  private let mostBytes: Int
  private let state = Mutex(State())

  /// No sessions, and room for so many bytes of them.
  init(bytes: Int) { mostBytes = bytes }

  /// How many can be resumed.
  var count: Int { state.withLock { $0.sessions.count } }

  /// Changes a session, and makes room for what it takes then; nil where it is not known any more.
  private func change<Value: Sendable>(_ id: String, _ body: (inout Session) -> Value) -> Value? {
    state.withLock { state -> Value? in
      guard var session = state.sessions[id] else { return nil }
      let before = session.bytes
      let value = body(&session)
      state.keep(session, insteadOf: before)
      state.makeRoom(within: mostBytes)
      return value
    }
  }
}

extension SandboxSessions.State {
  fileprivate mutating func keep(_ session: SandboxSessions.Session, insteadOf before: Int) {
    var session = session
    writes += 1
    session.lastWrite = writes
    bytes += session.bytes - before
    sessions[session.row.sessionID] = session
    tokens[session.row.resumeTokenHash] = session.row.sessionID
  }

  /// Forgets the oldest until a quarter is free, so that it is not looked for each time.
  fileprivate mutating func makeRoom(within most: Int) {
    guard bytes > most else { return }
    for session in sessions.values.sorted(by: { $0.lastWrite < $1.lastWrite }) where bytes > most / 4 * 3 {
      sessions[session.row.sessionID] = nil
      tokens[session.row.resumeTokenHash] = nil
      bytes -= session.bytes
    }
  }
}

extension SandboxSessions: SessionStore {
  func openSession(_ session: SessionRow) async throws(StoreError) {
    state.withLock { state in
      state.keep(Session(session), insteadOf: 0)
      state.makeRoom(within: mostBytes)
    }
  }

  func resumeSession(tokenHash: [UInt8], partner: String) async throws(StoreError) -> ResumedSession? {
    state.withLock { state in
      guard let session = state.tokens[tokenHash].flatMap({ state.sessions[$0] }), session.row.partner == partner else {
        return nil
      }
      return ResumedSession(session: session.row, events: session.events)
    }
  }

  func appendEvents(
    _ events: [SessionEvent], to sessionID: String, updates: Int64, at now: Int64
  ) async throws(StoreError) -> [EventOutcome] {
    let outcomes = change(sessionID) { session in
      session.touch(at: now, updates: max(session.row.updates, updates))
      return events.map { session.append($0) }
    }
    return outcomes ?? events.map { _ in .stored }
  }

  func keepOpenMessage(_ openMessage: [UInt8], of sessionID: String, at now: Int64) async throws(StoreError) {
    _ = change(sessionID) { session in
      session.replace(open: openMessage)
      session.touch(at: now)
    }
  }

  func endSession(_ sessionID: String, updates: Int64, isClosed: Bool, at now: Int64) async throws(StoreError) {
    _ = change(sessionID) { $0.touch(at: now, updates: updates, isClosed: isClosed) }
  }
}
