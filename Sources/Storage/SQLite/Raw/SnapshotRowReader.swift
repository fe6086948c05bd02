import Population
import GRDB

/// Reads the rows of one person after the other within a window of time.
struct SnapshotRowReader {
  static let actionsSQL = """
    SELECT action_id, kind, category, at_us, leave_us, place, coordinate, traits, price_tier, first_visit, item, follows
    FROM user_actions WHERE agent_no = ? AND at_us >= ? AND at_us < ?
    """
  static let marksSQL = "SELECT mark, peer_no, peer_order FROM adoption_marks WHERE agent_no = ? AND action_id = ?"
  static let connectionsSQL = """
    SELECT peer_no, first_us, last_us, sessions, compatibility, learning_slope, counted FROM ai2ai_connections
    WHERE owner_no = ? AND counted = 1 AND coalesce(first_us, ?2 - 1) < ?2
    """

  private let actions: SQLStatement
  private let marks: SQLStatement
  private let connections: SQLStatement

  /// Rows in `[from, to)`, µs.
  init(_ database: Database, from: Int64, to: Int64) throws {
    actions = try SQLStatement(database, own: Self.actionsSQL)
    marks = try SQLStatement(database, own: Self.marksSQL)
    connections = try SQLStatement(database, own: Self.connectionsSQL)
    actions.bind(2, from)
    actions.bind(3, to)
    connections.bind(2, to)
  }

  /// Fills in everything below the person.
  func read(into records: inout AgentRecords, agent: Int64, peers: SnapshotPeers) throws {
    try readActions(into: &records, agent: agent)
    for index in records.adoptions.indices { try readMarks(of: &records.adoptions[index], agent: agent, peers: peers) }
    try readConnections(into: &records, agent: agent, peers: peers)
    records.visits.sort { ($0.arrive, $0.id) < ($1.arrive, $1.id) }
    records.actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    records.adoptions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    records.connections.sort { ($0.first, $0.peer) < ($1.first, $1.peer) }
  }

  private func readActions(into records: inout AgentRecords, agent: Int64) throws {
    actions.bind(1, agent)
    defer { actions.reset() }
    while try actions.step() {
      let row = actions.row
      guard let kind = ActionKind(rawValue: UInt8(truncatingIfNeeded: row.integer(1))),
        let category = JourneyCategory(rawValue: UInt8(truncatingIfNeeded: row.integer(2)))
      else { throw StoreError.corrupt("user_actions \(agent)/\(row.integer(0)): unknown kind or category") }
      let id = UInt64(bitPattern: row.integer(0))
      switch kind {
      case .visit: records.visits.append(visit(row, id: id, category: category))
      case .adoption: records.adoptions.append(adoption(row, id: id, category: category))
      case .experience, .share, .ai2aiSession:
        records.actions.append(
          Action(
            id: id, kind: kind, time: row.integer(3), category: category, item: UInt64(bitPattern: row.integer(10))))
      }
    }
  }

  private func visit(_ row: SQLRow, id: UInt64, category: JourneyCategory) -> Visit {
    Visit(
      id: id, place: UInt64(bitPattern: row.integer(5)), arrive: row.integer(3), leave: row.optionalInteger(4),
      coordinate: row.optionalInteger(6).flatMap(PackedCoordinate.unpack), category: category,
      traits: PlaceTraits(rawValue: UInt8(truncatingIfNeeded: row.integer(7))),
      priceTier: row.optionalInteger(8).map(UInt8.init(truncatingIfNeeded:)),
      firstVisitHint: row.optionalInteger(9).map { $0 != 0 })
  }

  private func adoption(_ row: SQLRow, id: UInt64, category: JourneyCategory) -> Adoption {
    var adoption = Adoption(
      id: id, item: UInt64(bitPattern: row.integer(10)), category: category, time: row.integer(3))
    adoption.followsConnection = row.integer(11) & 1 != 0
    adoption.followsConnectionWithinWeek = row.integer(11) & 2 != 0
    return adoption
  }

  private func readMarks(of adoption: inout Adoption, agent: Int64, peers: SnapshotPeers) throws {
    marks.bind(1, agent)
    marks.bind(2, Int64(bitPattern: adoption.id))
    defer { marks.reset() }
    while try marks.step() {
      guard let peer = peers[marks.row.integer(1)] else { continue }
      switch AdoptionMark(rawValue: marks.row.integer(0)) {
      case .credited: adoption.creditedBy.append(peer)
      case .creditedNull: adoption.creditedNullBy.append(peer)
      case .comparison:
        guard let order = AdoptionComparison.Order(rawValue: UInt8(truncatingIfNeeded: marks.row.integer(2))) else {
          throw StoreError.corrupt("adoption_marks \(agent)/\(adoption.id): unknown order")
        }
        adoption.comparisons.append(AdoptionComparison(peer: peer, order: order))
      case nil: throw StoreError.corrupt("adoption_marks \(agent)/\(adoption.id): unknown mark")
      }
    }
  }

  private func readConnections(into records: inout AgentRecords, agent: Int64, peers: SnapshotPeers) throws {
    connections.bind(1, agent)
    defer { connections.reset() }
    while try connections.step() {
      guard let peer = peers[connections.row.integer(0)] else { continue }
      records.connections.append(ConnectionReader.make(connections.row, peer: peer))
    }
  }
}
