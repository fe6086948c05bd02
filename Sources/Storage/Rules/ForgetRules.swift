import Population

/// Forgetting a person, see `ForgetStore`: each step finds what is left by itself, so that it may be done again.
package struct ForgetRules {
  private let transaction: any SQLTransaction
  private let people: PeopleRules

  /// Works within a transaction.
  package init(_ transaction: any SQLTransaction) {
    self.transaction = transaction
    people = PeopleRules(transaction, now: 0)
  }

  /// Whether a person was forgotten and has not agreed to anything since.
  static func isForgotten(_ agent: Int64, in transaction: any SQLTransaction) throws -> Bool {
    try transaction.statement(ForgetTable.standing).integer(agent) != nil
  }

  /// Withdraws, ends the registration and writes the request down.
  func begin(
    _ agent: AgentID, receiptID: String, setBy: String, now: Int64
  ) throws -> Result<ForgetRecord, PersonRefusal> {
    guard let entry = try people.entry(of: agent) else { return .failure(.unknownPerson) }
    if let stands = try newest(entry.number) {
      let isHeldAgain = try entry.region != nil || hasSessions(entry.number)
      if stands.finishedAt == nil || !isHeldAgain { return .success(stands) }
    }
    try withdrawAll(agent: entry.number, setBy: setBy, now: now)
    try transaction.statement(AgentTable.place).run(Int64?.none, entry.number)
    try transaction.statement(ForgetTable.add).run(receiptID, entry.number, now, now)
    return .success(try request(receiptID).record)
  }

  /// Does to a copy of the store, whole and at once, what was done to a person after it was made: withdraws, ends the
  /// registration, deletes, and writes the request down, so that no import brings them back. False where the copy knows
  /// of it.
  package func redo(_ forgotten: ForgottenPerson, now: Int64) throws -> Bool {
    let record = forgotten.record
    guard try transaction.statement(ForgetTable.byID).first(record.receiptID, as: ForgetTable.read) == nil else {
      return false
    }
    let agent = try PeopleRules(transaction, now: now).numberAddingPeer(forgotten.agent)
    try withdrawAll(agent: agent, setBy: "forget, restored", now: record.requestedAt)
    try transaction.statement(AgentTable.place).run(Int64?.none, agent)
    for kind in ForgottenKind.allCases { while try delete(kind, of: agent, limit: 1_000) > 0 {} }
    let counts = ForgottenKind.allCases.map { record.deleted[$0] ?? 0 }
    try transaction.statement(ForgetTable.copy).run(
      record.receiptID, agent, record.requestedAt, record.finishedAt, forgotten.liftedAt, counts[0], counts[1],
      counts[2], counts[3], counts[4], now)
    return true
  }

  /// Deletes the next rows; false when none was left.
  func deleteRows(_ receiptID: String, limit: Int) throws -> Bool {
    let agent = try request(receiptID).agent
    for kind in ForgottenKind.allCases {
      let count = try delete(kind, of: agent, limit: limit)
      guard count > 0 else { continue }
      try transaction.statement(ForgetTable.count(kind)).run(count, receiptID)
      return true
    }
    return false
  }

  /// Writes down that everything is gone.
  func finish(_ receiptID: String, now: Int64) throws -> ForgetRecord {
    try transaction.statement(ForgetTable.finish).run(now, receiptID)
    return try request(receiptID).record
  }

  /// The newest request about a person, or `nil`.
  func newest(_ agent: Int64) throws -> ForgetRecord? {
    try transaction.statement(ForgetTable.newest).first(agent, as: ForgetTable.read)?.record
  }

  /// Whether a partner has held a session about a person since they were forgotten.
  private func hasSessions(_ agent: Int64) throws -> Bool {
    try transaction.statement(SessionTable.ofAgent).first(agent, as: SessionTable.readHeld) != nil
  }

  private func request(_ receiptID: String) throws -> (agent: Int64, record: ForgetRecord) {
    guard let found = try transaction.statement(ForgetTable.byID).first(receiptID, as: ForgetTable.read) else {
      throw StoreError.notFound("receipt '\(receiptID)'")
    }
    return found
  }

  private func withdrawAll(agent: Int64, setBy: String, now: Int64) throws {
    let consents = ConsentRules(transaction)
    for purpose in try consents.state(of: agent).purposes.purposes {
      try consents.decide(
        purpose, isGranted: false, by: ConsentAuthor(setBy: setBy, policyVersion: ""), agent: agent, now: now)
    }
  }

  private func delete(_ kind: ForgottenKind, of agent: Int64, limit: Int) throws -> Int {
    switch kind {
    case .connections:
      let peers = try transaction.statement(ConnectionEndTable.peersOfOwner).rows(agent, limit) { $0.integer(at: 0) }
      let delete = try transaction.statement(ConnectionEndTable.delete)
      for peer in peers {
        try delete.run(peer, agent)
        try delete.run(agent, peer)
      }
      return peers.count
    case .visitsAndActions: return try transaction.statement(ActionTable.deleteOfAgent).run(agent, limit)
    case .sessions: return try transaction.statement(SessionTable.deleteOfAgent).run(agent, limit)
    case .links:
      return try transaction.statement(LinkTable.deleteOfAgent).run(agent)
        + transaction.statement(EndedLinkTable.deleteOfAgent).run(agent)
    case .onboarding: return try transaction.statement(OnboardingTable.delete).run(agent)
    }
  }
}
