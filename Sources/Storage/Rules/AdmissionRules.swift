import Population

/// Which connections count: a connection is stored as two ends, and accepted when both its people hold fewer than D at
/// its first insert. It then has the lowest free place of each, and keeps it.
struct ConnectionRules {
  private let taken: any SQLStatement
  private let state: any SQLStatement
  private let add: any SQLStatement
  private let replace: any SQLStatement
  private let bound: Int
  private let acceptance: Acceptance
  private let day: Int64

  /// Prepares the statements; `bound` is D, and `day` counts days since 1970 UTC.
  init(_ transaction: any SQLTransaction, perPerson bound: Int, acceptance: Acceptance, day: Int64) throws {
    taken = try transaction.statement(ConnectionEndTable.slotsOfOwner)
    state = try transaction.statement(ConnectionEndTable.state)
    add = try transaction.statement(ConnectionEndTable.add)
    replace = try transaction.statement(ConnectionEndTable.replace)
    self.bound = bound
    self.acceptance = acceptance
    self.day = day
  }

  /// Stores an end of `agent` under its owner's number, and the mirrored end under the peer's when that is not stored
  /// yet; afterwards only the facts are replaced. Returns whether the connection is new. Throws `invalidValue` when both
  /// ends are the same person.
  func store(_ connection: Tie, of agent: AgentID, owner: Int64, peer: Int64) throws -> Bool {
    guard owner != peer else { throw StoreError.invalidValue("a connection of a person with themself") }
    let end = ConnectionEndTable.End(owner: owner, peer: peer, isMirror: false)
    if let stored = try state.first(owner, peer, as: ConnectionEndTable.readState) {
      try ConnectionEndTable.replace(connection, end: end, with: replace)
      // Where this end was mirrored, the other end has spoken for itself already.
      if !stored.isMirror { try ConnectionEndTable.replace(connection, end: end.mirrored, with: replace) }
      return false
    }
    let free = try connection.slots == nil ? nil : freeSlots(owner, peer)
    let slots = acceptance.places(agent, connection.peer, free)
    try ConnectionEndTable.write(connection, slots: slots, end: end, day: day, with: add)
    try ConnectionEndTable.write(connection, slots: slots?.mirrored, end: end.mirrored, day: day, with: add)
    return true
  }

  private func freeSlots(_ owner: Int64, _ peer: Int64) throws -> Tie.Slots? {
    guard let own = try freeSlot(owner), let other = try freeSlot(peer) else { return nil }
    return Tie.Slots(own: own, peer: other)
  }

  /// The lowest place that none of a person's connections has; `nil` when all are taken.
  private func freeSlot(_ agent: Int64) throws -> Int? {
    let taken = Set(try taken.rows(agent) { $0.integer(at: 0) })
    return (0..<bound).first { !taken.contains(Int64($0)) }
  }
}
