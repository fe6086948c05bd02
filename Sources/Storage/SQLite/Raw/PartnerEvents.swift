import Cryptography
import Population
import GRDB

/// Events that partners hand in: each id counts once per partner, from whatever stream or session it comes.
enum PartnerEvents {
  static let insertSQL = """
    INSERT INTO partner_events (partner, event_id, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
    """
  static let known = "SELECT 1 FROM partner_events WHERE partner = ? AND event_id = ?"

  /// Remembers an id; false when it was known. Throws `invalidValue` unless it has 1 to 128 bytes.
  static func remember(_ eventID: String, partner: String, now: Int64, in database: Database) throws -> Bool {
    try check(eventID)
    return try database.statement(insertSQL).run(partner, eventID, now) == 1
  }

  /// Whether an id is known. Throws `invalidValue` unless it has 1 to 128 bytes.
  static func isKnown(_ eventID: String, partner: String, in database: Database) throws -> Bool {
    try check(eventID)
    return try database.statement(known).integer(partner, eventID) != nil
  }

  /// The row id of an event: the first eight bytes of a digest of partner and id, so that it does not depend on the
  /// order of arrival. It need be unique within one person only.
  static func rowID(partner: String, eventID: String) -> UInt64 {
    Digest.sha256(Array(partner.utf8) + [0] + Array(eventID.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func check(_ eventID: String) throws {
    guard (1...128).contains(eventID.utf8.count) else {
      throw StoreError.invalidValue("event_id has \(eventID.utf8.count) bytes; 1 to 128 are allowed")
    }
  }
}

/// Stores recorded actions of people who consent.
struct RecordedActionWriter {
  private let database: Database
  private let actions: ActionWriter

  init(_ database: Database, bounds: AdmissionBounds, now: Int64) throws {
    self.database = database
    actions = try ActionWriter(database, bounds: bounds, now: now)
  }

  /// Stores the row under an id made of partner and event id, and moves the region's clock. False when the person is
  /// unknown or has not consented to behaviour statistics; then nothing is stored.
  func write(_ recorded: RecordedAction, eventID: String, partner: String) throws -> Bool {
    guard let entry = try AgentTable.entry(recorded.agent, in: database), let region = entry.region else {
      return false
    }
    let consent = try database.statement(ConsentTable.newestGrant)
      .integer(entry.number, Int64(ConsentSet.behavior.rawValue))
    guard consent == 1 else { return false }
    let time = try write(recorded.row, id: PartnerEvents.rowID(partner: partner, eventID: eventID), agent: entry.number)
    try RegionTable.advanceClock(region, to: time, in: database)
    return true
  }

  private func write(_ row: RecordedRow, id: UInt64, agent: Int64) throws -> Int64 {
    switch row {
    case .visit(var visit):
      visit.id = id
      _ = try actions.write(visit, agent: agent)
      return visit.leave ?? visit.arrive
    case .action(var action):
      action.id = id
      _ = try actions.write(action, agent: agent)
      return action.time
    case .adoption(var adoption):
      adoption.id = id
      _ = try actions.write(adoption, agent: agent) { try AgentTable.number(of: $0, in: database) }
      return adoption.time
    }
  }
}

extension SQLiteStore {
  package func recordActions(
    _ events: [PartnerEvent], partner: String, at now: Int64
  ) async throws(StoreError) -> RecordedCounts {
    let bounds = bounds
    return try await write { database in
      let writer = try RecordedActionWriter(database, bounds: bounds, now: now)
      var counts = RecordedCounts()
      for event in events {
        if try PartnerEvents.isKnown(event.eventID, partner: partner, in: database) {
          counts.duplicates += 1
        } else if try writer.write(event.action, eventID: event.eventID, partner: partner) {
          _ = try PartnerEvents.remember(event.eventID, partner: partner, now: now, in: database)
          counts.stored += 1
        } else {
          counts.withoutConsent += 1
        }
      }
      return counts
    }
  }

  package func deleteActions(before time: Int64) async throws(StoreError) -> Int {
    try await write { try $0.statement("DELETE FROM user_actions WHERE at_us < ?").run(time) }
  }
}
