/// Real-time sessions: opened once, resumed by token and partner, fed with events that count once.
enum SessionRules {
  /// Stores a new session. Throws `conflict` when its id or token hash exists, `invalidValue` for their lengths.
  static func open(_ session: SessionRow, in transaction: any SQLTransaction) throws {
    guard session.resumeTokenHash.count == 32, (1...128).contains(session.sessionID.utf8.count) else {
      throw StoreError.invalidValue("a session has an id of 1 to 128 bytes and a token hash of 32 bytes")
    }
    guard try SessionTable.write(session, with: transaction.statement(SessionTable.add)) else {
      throw StoreError.conflict("session '\(session.sessionID)' or its resume token exists already")
    }
  }

  /// The session of a token with its events in order; `nil` when there is none or another partner opened it.
  static func resume(
    tokenHash: [UInt8], partner: String, in transaction: any SQLTransaction
  ) throws -> ResumedSession? {
    let found = try transaction.statement(SessionTable.byToken).first(tokenHash, partner, as: SessionTable.read)
    guard let session = found else { return nil }
    let number = try number(of: session.sessionID, in: transaction)
    let events = try transaction.statement(SessionEventTable.ofSession).rows(number) { $0.bytes(at: 0) }
    return ResumedSession(session: session, events: events)
  }

  /// Makes events durable in order and says of each whether it is new, see `SessionStore.appendEvents`.
  static func append(
    _ events: [SessionEvent], to sessionID: String, updates: Int64, accepting acceptance: Acceptance, now: Int64,
    in transaction: any SQLTransaction
  ) throws -> [EventOutcome] {
    let session = try number(of: sessionID, in: transaction)
    let recording = try RecordingRules(
      transaction, events: events.count, acceptance: acceptance, now: now)
    let add = try transaction.statement(SessionEventTable.add)
    var last = try transaction.statement(SessionEventTable.lastOfSession).integer(session) ?? 0
    let outcomes = try events.enumerated().map { index, event in
      guard try recording.remember(event.id) else { return EventOutcome.duplicate }
      last += 1
      try add.run(session, last, event.bytes, now)
      if let action = event.action { try recording.keep(action, of: event.id, index: index) }
      return .stored
    }
    try recording.dropDiscarded()
    try transaction.statement(SessionTable.noteEvents)
      .run(outcomes.count { $0 == .duplicate }, updates, now, session)
    return outcomes
  }

  /// Keeps the open message with what changed since. Throws `notFound`.
  static func keep(
    _ openMessage: [UInt8], of sessionID: String, now: Int64, in transaction: any SQLTransaction
  ) throws {
    let changed = try transaction.statement(SessionTable.keepOpenMessage).run(openMessage, now, sessionID)
    guard changed == 1 else { throw missing(sessionID) }
  }

  /// Keeps how a session stands when its stream ends, see `SessionStore.endSession`. Throws `notFound`.
  static func end(
    _ sessionID: String, updates: Int64, isClosed: Bool, now: Int64, in transaction: any SQLTransaction
  ) throws {
    let statement = isClosed ? SessionTable.close : SessionTable.leave
    let changed = try transaction.statement(statement).run(updates, now, sessionID)
    guard changed == 1 else { throw missing(sessionID) }
  }

  private static func number(of sessionID: String, in transaction: any SQLTransaction) throws -> Int64 {
    guard let number = try transaction.statement(SessionTable.numberByID).integer(sessionID) else {
      throw missing(sessionID)
    }
    return number
  }

  private static func missing(_ sessionID: String) -> StoreError { .notFound("session '\(sessionID)'") }
}
