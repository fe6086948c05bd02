import Population
import GRDB

/// What a mark on an adoption says of the person it names. The raw values are stored.
enum AdoptionMark: Int64 {
  /// Adopted the item within the week before.
  case credited = 1
  /// The same in the time-shuffled copy.
  case creditedNull = 2
  /// Adopted the same item; who was first stands beside it.
  case comparison = 3
}

/// Writes the marks of adoptions. A person is named by at most B adoptions per kind of mark, in order of insert, so
/// that removing the person changes no more than B rows of others.
struct MarkWriter {
  static let countByPeer = "SELECT count(*) FROM adoption_marks WHERE peer_no = ? AND mark = ?"
  static let insertSQL = """
    INSERT INTO adoption_marks (agent_no, action_id, mark, peer_no, peer_order, created_day)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    """

  private let insert: SQLStatement
  private let count: SQLStatement
  private let bound: Int
  private let day: Int64

  init(_ database: Database, bounds: AdmissionBounds, day: Int64) throws {
    insert = try SQLStatement(database, cached: Self.insertSQL)
    count = try SQLStatement(database, cached: Self.countByPeer)
    bound = bounds.creditedEvents
    self.day = day
  }

  /// Stores the marks of an adoption that was just stored.
  func write(_ adoption: Adoption, agent: Int64, number: (AgentID) throws -> Int64) throws {
    func put(_ mark: AdoptionMark, _ peer: AgentID, order: Int64? = nil) throws {
      try add(mark, adoption: adoption.id, agent: agent, peer: try number(peer), order: order)
    }
    for peer in adoption.creditedBy { try put(.credited, peer) }
    for peer in adoption.creditedNullBy { try put(.creditedNull, peer) }
    for pair in adoption.comparisons { try put(.comparison, pair.peer, order: Int64(pair.order.rawValue)) }
  }

  private func add(_ mark: AdoptionMark, adoption: UInt64, agent: Int64, peer: Int64, order: Int64?) throws {
    guard try count.integer(peer, mark.rawValue) ?? 0 < Int64(bound) else { return }
    try insert.run(agent, Int64(bitPattern: adoption), mark.rawValue, peer, order, day)
  }
}
