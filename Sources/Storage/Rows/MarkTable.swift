import Population

/// The table `adoption_marks`: whom an adoption names, and as what.
enum MarkTable {
  /// The columns that the epoch job reads, then those by which rows are found or kept.
  enum Column: Int32, SQLColumn { case mark, peerNo, peerOrder, agentNo, actionId, createdDay }

  /// What a mark says of the person it names. The raw values are stored.
  enum Kind: Int64 {
    /// Adopted the item within the week before.
    case credited = 1
    /// The same in the time-shuffled copy.
    case creditedNull = 2
    /// Adopted the same item; who was first stands beside it.
    case comparison = 3
  }

  static let add = """
    INSERT INTO adoption_marks (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (agent_no, action_id, mark, peer_no) DO NOTHING
    """
  static let countByPeer = "SELECT count(*) FROM adoption_marks WHERE peer_no = $1 AND mark = $2"
  static let ofAdoption = """
    SELECT \(Column.names(through: .peerOrder)) FROM adoption_marks WHERE agent_no = $1 AND action_id = $2
    """

  static func write(
    _ kind: Kind, _ peer: Int64, order: AdoptionComparison.Order?, adoption: UInt64, of origin: ActionTable.Origin,
    with statement: any SQLStatement
  ) throws {
    statement.bind(Column.mark, kind.rawValue)
    statement.bind(Column.peerNo, peer)
    statement.bind(Column.peerOrder, order.map { Int64($0.rawValue) })
    statement.bind(Column.agentNo, origin.agent)
    statement.bind(Column.actionId, Int64(bitPattern: adoption))
    statement.bind(Column.createdDay, origin.day)
    try statement.run()
  }

  /// Adds what a row of `ofAdoption` says, unless it names somebody whom `peers` does not. Throws `corrupt` for a mark
  /// or an order that no program writes.
  static func read(_ row: any SQLRow, into adoption: inout Adoption, peers: (Int64) -> AgentID?) throws {
    guard let peer = peers(row.integer(Column.peerNo)) else { return }
    switch Kind(rawValue: row.integer(Column.mark)) {
    case .credited: adoption.creditedBy.append(peer)
    case .creditedNull: adoption.creditedNullBy.append(peer)
    case .comparison:
      let stored = UInt8(truncatingIfNeeded: row.integer(Column.peerOrder))
      guard let order = AdoptionComparison.Order(rawValue: stored) else {
        throw StoreError.corrupt("adoption_marks of adoption \(adoption.id): unknown order")
      }
      adoption.comparisons.append(AdoptionComparison(peer: peer, order: order))
    case nil: throw StoreError.corrupt("adoption_marks of adoption \(adoption.id): unknown mark")
    }
  }
}
