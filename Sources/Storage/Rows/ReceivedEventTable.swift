import Population

/// The table `received_events`: what partners have sent lately, whoever it was about.
enum ReceivedEventTable {
  static let remember = "INSERT INTO received_events (event_id, created_day) VALUES ($1, $2) ON CONFLICT DO NOTHING"
  /// The events received before a day, counted from 1970 UTC, behind an id, at most so many.
  static let before = """
    SELECT event_id FROM received_events WHERE event_id > $1 AND created_day < $2 ORDER BY event_id LIMIT $3
    """
  static let delete = "DELETE FROM received_events WHERE event_id = $1"

  /// Throws `corrupt` for an id that is not ten bytes.
  static func read(_ row: any SQLRow) throws -> EventID {
    guard let event = EventID(row.bytes(at: 0)) else { throw StoreError.corrupt("received_events: not 10 bytes") }
    return event
  }
}
