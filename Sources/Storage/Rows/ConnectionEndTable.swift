import Population

/// The table `ai2ai_connections`: each connection as two ends, a row each.
enum ConnectionEndTable {
  /// The columns that the epoch job reads, then those by which rows are found or kept.
  enum Column: Int32, SQLColumn {
    case peerNo, firstUs, lastUs, sessions, compatibility, learningSlope, slot, peerSlot
    case isMirror, ownerNo, createdDay
  }
  /// What decides how a further word about an end is taken.
  enum StateColumn: Int32, SQLColumn { case slot, isMirror }

  static let slotsOfOwner = "SELECT slot FROM ai2ai_connections WHERE owner_no = $1 AND slot IS NOT NULL"
  static let state = "SELECT \(StateColumn.names) FROM ai2ai_connections WHERE owner_no = $1 AND peer_no = $2"
  static let add = "INSERT INTO ai2ai_connections (\(Column.names)) VALUES (\(Column.parameters))"
  /// An end's own word replaces a mirrored one and its own older one; a mirrored word replaces only a mirrored one. So
  /// the order of arrival does not matter.
  static let replace = """
    UPDATE ai2ai_connections SET first_us = $1, last_us = $2, sessions = $3, compatibility = $4, learning_slope = $5,
      is_mirror = $6
    WHERE owner_no = $7 AND peer_no = $8
      AND (is_mirror > $6 OR (is_mirror = $6 AND coalesce(last_us, -1) <= coalesce($2, -1)))
    """
  /// The accepted ends of an owner that began before a time, or nobody knows when.
  static let acceptedOfOwner = """
    SELECT \(Column.names(through: .peerSlot)) FROM ai2ai_connections
    WHERE owner_no = $1 AND slot IS NOT NULL AND (first_us IS NULL OR first_us < $2)
    """

  /// The people at the other ends of an owner's connections, accepted or not, at most so many.
  static let peersOfOwner = "SELECT peer_no FROM ai2ai_connections WHERE owner_no = $1 LIMIT $2"
  static let countOfOwner = "SELECT count(*) FROM ai2ai_connections WHERE owner_no = $1"
  static let delete = "DELETE FROM ai2ai_connections WHERE owner_no = $1 AND peer_no = $2"

  /// One end: who owns it, to whom it leads, and whether it is only what the other end said.
  struct End {
    let owner: Int64
    let peer: Int64
    let isMirror: Bool

    /// The other end, as far as this one speaks for it.
    var mirrored: End { End(owner: peer, peer: owner, isMirror: true) }
  }

  static func write(
    _ connection: Tie, slots: Tie.Slots?, end: End, day: Int64, with statement: any SQLStatement
  ) throws {
    statement.bind(Column.peerNo, end.peer)
    statement.bind(Column.firstUs, known(connection.first))
    statement.bind(Column.lastUs, known(connection.last))
    statement.bind(Column.sessions, Int64(connection.sessions))
    statement.bind(Column.compatibility, connection.compatibility.map(Int64.init))
    statement.bind(Column.learningSlope, connection.learningSlope.map(Int64.init))
    statement.bind(Column.slot, slots?.own)
    statement.bind(Column.peerSlot, slots?.peer)
    statement.bind(Column.isMirror, end.isMirror)
    statement.bind(Column.ownerNo, end.owner)
    statement.bind(Column.createdDay, day)
    try statement.run()
  }

  static func replace(_ connection: Tie, end: End, with statement: any SQLStatement) throws {
    try statement.run(
      known(connection.first), known(connection.last), Int64(connection.sessions),
      connection.compatibility.map(Int64.init), connection.learningSlope.map(Int64.init), end.isMirror, end.owner,
      end.peer)
  }

  static func readState(_ row: any SQLRow) -> (isAccepted: Bool, isMirror: Bool) {
    (!row.isNull(at: StateColumn.slot.rawValue), row.flag(StateColumn.isMirror))
  }

  /// The end of a row of `acceptedOfOwner`, or `nil` when it leads to somebody whom `peers` does not name.
  static func read(_ row: any SQLRow, peers: (Int64) -> AgentID?) -> Tie? {
    guard let peer = peers(row.integer(Column.peerNo)) else { return nil }
    return Tie(
      peer: peer, first: row.optionalInteger(Column.firstUs) ?? .min,
      last: row.optionalInteger(Column.lastUs) ?? .min,
      sessions: Int32(truncatingIfNeeded: row.integer(Column.sessions)),
      compatibility: row.optionalInteger(Column.compatibility).map(Int32.init(truncatingIfNeeded:)),
      learningSlope: row.optionalInteger(Column.learningSlope).map(Int32.init(truncatingIfNeeded:)),
      slots: Tie.Slots(own: Int(row.integer(Column.slot)), peer: Int(row.integer(Column.peerSlot))))
  }

  /// A time the source gave, or NULL.
  private static func known(_ time: Int64) -> Int64? { time == .min ? nil : time }
}
