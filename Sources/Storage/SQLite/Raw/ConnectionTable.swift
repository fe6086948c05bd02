package import Population
import GRDB

/// Writes connections, two ends each, under the degree bound.
struct ConnectionWriter {
  static let countedByOwner = "SELECT count(*) FROM ai2ai_connections WHERE owner_no = ? AND counted = 1"
  static let stored = "SELECT counted, is_mirror FROM ai2ai_connections WHERE owner_no = ? AND peer_no = ?"
  static let insertSQL = """
    INSERT INTO ai2ai_connections (owner_no, peer_no, first_us, last_us, sessions, compatibility, learning_slope,
      counted, is_mirror, created_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  /// An end's own word replaces a mirrored one and its own older one; a mirrored word replaces only a mirrored one. So
  /// the order of arrival does not matter.
  static let updateSQL = """
    UPDATE ai2ai_connections SET first_us = ?1, last_us = ?2, sessions = ?3, compatibility = ?4, learning_slope = ?5,
      is_mirror = ?8
    WHERE owner_no = ?6 AND peer_no = ?7
      AND (is_mirror > ?8 OR (is_mirror = ?8 AND coalesce(last_us, -1) <= coalesce(?2, -1)))
    """

  /// What became of an end.
  struct Outcome {
    /// Whether the connection is counted.
    let counted: Bool
    /// False when the connection was stored before.
    let isNew: Bool
  }

  private let count: SQLStatement
  private let find: SQLStatement
  private let insert: SQLStatement
  private let update: SQLStatement
  private let bound: Int
  private let day: Int64

  init(_ database: Database, bounds: AdmissionBounds, now: Int64) throws {
    count = try SQLStatement(database, cached: Self.countedByOwner)
    find = try SQLStatement(database, cached: Self.stored)
    insert = try SQLStatement(database, cached: Self.insertSQL)
    update = try SQLStatement(database, cached: Self.updateSQL)
    bound = bounds.degree
    day = now / 86_400_000_000
  }

  /// Stores one end, see `ConnectionStore.putConnection`.
  func write(_ connection: Connection, owner: Int64, peer: Int64) throws -> Outcome {
    guard owner != peer else { throw StoreError.invalidValue("a connection of a person with themself") }
    if let stored = try find.first(owner, peer, as: { (counted: $0.flag(0), isMirror: $0.flag(1)) }) {
      try replace(connection, owner: owner, peer: peer, isMirror: false)
      // Where this end was mirrored, the other end has spoken for itself already.
      if !stored.isMirror { try replace(connection, owner: peer, peer: owner, isMirror: true) }
      return Outcome(counted: stored.counted, isNew: false)
    }
    let counted = try connection.counted && hasRoom(owner) && hasRoom(peer)
    try add(connection, owner: owner, peer: peer, counted: counted, isMirror: false)
    try add(connection, owner: peer, peer: owner, counted: counted, isMirror: true)
    return Outcome(counted: counted, isNew: true)
  }

  private func hasRoom(_ agent: Int64) throws -> Bool {
    try count.integer(agent) ?? 0 < Int64(bound)
  }

  private func add(_ connection: Connection, owner: Int64, peer: Int64, counted: Bool, isMirror: Bool) throws {
    insert.bind(1, owner)
    insert.bind(2, peer)
    bindFacts(of: connection, to: insert, from: 3)
    insert.bind(8, counted ? 1 : 0)
    insert.bind(9, isMirror ? 1 : 0)
    insert.bind(10, day)
    try insert.finish()
  }

  private func replace(_ connection: Connection, owner: Int64, peer: Int64, isMirror: Bool) throws {
    bindFacts(of: connection, to: update, from: 1)
    update.bind(6, owner)
    update.bind(7, peer)
    update.bind(8, isMirror ? 1 : 0)
    try update.finish()
  }

  private func bindFacts(of connection: Connection, to statement: SQLStatement, from position: Int32) {
    statement.bind(position, known(connection.first))
    statement.bind(position + 1, known(connection.last))
    statement.bind(position + 2, Int64(connection.sessions))
    statement.bind(position + 3, connection.compatibility.map(Int64.init))
    statement.bind(position + 4, connection.learningSlope.map(Int64.init))
  }

  /// A time the source gave, or NULL.
  private func known(_ time: Int64) -> Int64? { time == .min ? nil : time }
}

/// Reads connections.
enum ConnectionReader {
  static let byOwner = """
    SELECT p.agent_id, c.first_us, c.last_us, c.sessions, c.compatibility, c.learning_slope, c.counted
    FROM ai2ai_connections c JOIN agents p ON p.agent_no = c.peer_no WHERE c.owner_no = ?
    """

  /// The connection of a row with these columns from the second on.
  static func make(_ row: SQLRow, peer: AgentID) -> Connection {
    Connection(
      peer: peer, first: row.optionalInteger(1) ?? .min, last: row.optionalInteger(2) ?? .min,
      sessions: Int32(truncatingIfNeeded: row.integer(3)),
      compatibility: row.optionalInteger(4).map(Int32.init(truncatingIfNeeded:)),
      learningSlope: row.optionalInteger(5).map(Int32.init(truncatingIfNeeded:)), counted: row.flag(6))
  }
}

extension SQLiteStore {
  package func putConnection(
    _ connection: Connection, of owner: AgentID, at now: Int64
  ) async throws(StoreError) -> Bool {
    let bounds = bounds
    return try await write { database in
      let ownerNumber = try AgentTable.number(of: owner, in: database)
      let peerNumber = try AgentTable.number(of: connection.peer, in: database)
      let writer = try ConnectionWriter(database, bounds: bounds, now: now)
      return try writer.write(connection, owner: ownerNumber, peer: peerNumber).counted
    }
  }

  package func connections(of owner: AgentID) async throws(StoreError) -> [Connection] {
    try await read { database in
      guard let number = try AgentTable.entry(owner, in: database)?.number else { return [] }
      let found = try database.statement(ConnectionReader.byOwner).rows(number) { row in
        guard let peer = AgentID(row.bytes(0)) else { throw StoreError.corrupt("agents: a pseudonym is not 32 bytes") }
        return ConnectionReader.make(row, peer: peer)
      }
      return found.sorted { ($0.first, $0.peer) < ($1.first, $1.peer) }
    }
  }
}
