import Population

/// Which connections count: a connection is stored as two ends, and counted when both its people hold fewer than D
/// counted ones at its first insert. Afterwards that never changes.
struct ConnectionRules {
  private let count: any SQLStatement
  private let state: any SQLStatement
  private let add: any SQLStatement
  private let replace: any SQLStatement
  private let bound: Int
  private let day: Int64

  /// Prepares the statements; `day` counts days since 1970 UTC.
  init(_ transaction: any SQLTransaction, bounds: AdmissionBounds, day: Int64) throws {
    count = try transaction.statement(ConnectionEndTable.countedByOwner)
    state = try transaction.statement(ConnectionEndTable.state)
    add = try transaction.statement(ConnectionEndTable.add)
    replace = try transaction.statement(ConnectionEndTable.replace)
    bound = bounds.degree
    self.day = day
  }

  /// Stores an end under its owner, and the mirrored end under the peer when that is not stored yet; afterwards only
  /// the facts are replaced. Returns whether the connection is new. Throws `invalidValue` when both ends are the same
  /// person.
  func store(_ connection: Tie, owner: Int64, peer: Int64) throws -> Bool {
    guard owner != peer else { throw StoreError.invalidValue("a connection of a person with themself") }
    let end = ConnectionEndTable.End(owner: owner, peer: peer, isMirror: false)
    if let stored = try state.first(owner, peer, as: ConnectionEndTable.readState) {
      try ConnectionEndTable.replace(connection, end: end, with: replace)
      // Where this end was mirrored, the other end has spoken for itself already.
      if !stored.isMirror { try ConnectionEndTable.replace(connection, end: end.mirrored, with: replace) }
      return false
    }
    let counted = try connection.counted && hasRoom(owner) && hasRoom(peer)
    try ConnectionEndTable.write(connection, counted: counted, end: end, day: day, with: add)
    try ConnectionEndTable.write(connection, counted: counted, end: end.mirrored, day: day, with: add)
    return true
  }

  private func hasRoom(_ agent: Int64) throws -> Bool {
    try count.integer(agent) ?? 0 < Int64(bound)
  }
}

/// Which marks of adoptions are kept: a person is named by at most B adoptions of others for each kind of mark, in
/// order of insert, so that removing the person changes no more than B rows of others.
struct MarkRules {
  private let add: any SQLStatement
  private let count: any SQLStatement
  private let bound: Int

  /// Prepares the statements.
  init(_ transaction: any SQLTransaction, bounds: AdmissionBounds) throws {
    add = try transaction.statement(MarkTable.add)
    count = try transaction.statement(MarkTable.countByPeer)
    bound = bounds.creditedEvents
  }

  /// Stores the marks of an adoption that was just stored; `number` gives the number of a named person.
  func store(_ adoption: Adoption, of origin: ActionTable.Origin, number: (AgentID) throws -> Int64) throws {
    func put(_ kind: MarkTable.Kind, _ peer: AgentID, order: AdoptionComparison.Order? = nil) throws {
      let peer = try number(peer)
      guard try count.integer(peer, kind.rawValue) ?? 0 < Int64(bound) else { return }
      try MarkTable.write(kind, peer, order: order, adoption: adoption.id, of: origin, with: add)
    }
    for peer in adoption.creditedBy { try put(.credited, peer) }
    for peer in adoption.creditedNullBy { try put(.creditedNull, peer) }
    for pair in adoption.comparisons { try put(.comparison, pair.peer, order: pair.order) }
  }
}
