package import Population

/// What people agree to: events are appended for ever, and the newest decides.
package struct ConsentRules {
  /// What a person agrees to.
  struct State {
    /// Purposes whose newest event is a grant.
    var purposes: ConsentSet = []
    /// Purposes about which anything was ever decided.
    var decided: ConsentSet = []
    /// Time of the newest grant; 0 without one.
    var since: Int64 = 0
  }

  private let transaction: any SQLTransaction

  /// Works within a transaction.
  package init(_ transaction: any SQLTransaction) { self.transaction = transaction }

  /// What the newest events grant; among events of one time the later appended wins.
  func state(of agent: Int64) throws -> State {
    try Self.state(of: agent, with: transaction.statement(ConsentTable.byAgent))
  }

  /// The same with the statement `ConsentTable.byAgent`, for who asks of many people.
  static func state(of agent: Int64, with statement: any SQLStatement) throws -> State {
    statement.bind(agent)
    defer { statement.reset() }
    var state = State()
    while try statement.step() {
      let decision = ConsentTable.read(statement)
      state.decided.insert(decision.purpose)
      if decision.isGranted {
        state.purposes.insert(decision.purpose)
        state.since = max(state.since, decision.at)
      } else {
        state.purposes.remove(decision.purpose)
      }
    }
    return state
  }

  /// Whether the newest event about one purpose is a grant.
  func grants(_ purpose: ConsentSet, agent: Int64) throws -> Bool {
    try transaction.statement(ConsentTable.newestGrant).integer(agent, Int64(purpose.rawValue)) == 1
  }

  /// Appends one event of an import for each purpose of a set; `at` is when the person decided, `now` when it is written
  /// down, µs.
  package func append(
    _ purposes: ConsentSet, granted: Bool, policyVersion: String, at: Int64, agent: Int64, now: Int64
  ) throws {
    for purpose in purposes.purposes {
      try append(
        ConsentEntry(
          purpose: purpose, isGranted: granted, decidedAt: at, recordedAt: now, setBy: "import",
          policyVersion: policyVersion), agent: agent)
    }
  }

  /// Appends a decision of now. Under a clock that went back it is dated like the newest one about its purpose: what is
  /// decided later always decides.
  @discardableResult
  func decide(
    _ purpose: ConsentPurpose, isGranted: Bool, by author: ConsentAuthor, agent: Int64, now: Int64
  ) throws -> ConsentEntry {
    let newest = try transaction.statement(ConsentTable.newestTime).integer(agent, Int64(purpose.set.rawValue))
    let entry = ConsentEntry(
      purpose: purpose, isGranted: isGranted, decidedAt: max(now, newest ?? .min), recordedAt: now,
      setBy: author.setBy, policyVersion: author.policyVersion)
    try append(entry, agent: agent)
    return entry
  }

  /// Appends a decision.
  func append(_ entry: ConsentEntry, agent: Int64) throws {
    try transaction.statement(ConsentTable.append).run(
      agent, Int64(entry.purpose.set.rawValue), entry.isGranted, entry.policyVersion, entry.decidedAt,
      entry.recordedAt, entry.setBy)
  }

  /// Writes down what a delivery says of a person, dated when it is stored: a grant of what was never decided, and a
  /// withdrawal of whatever is not withdrawn yet, also of what was never decided: a no is a decision. It grants nothing
  /// that was withdrawn, whoever withdrew it.
  func deliver(_ person: Person, agent: Int64, policyVersion: String, now: Int64) throws {
    guard !person.consents.isEmpty || !person.withdrawals.isEmpty else { return }
    let state = try state(of: agent)
    let (granted, withdrawn) = (
      person.consents.subtracting(person.withdrawals).subtracting(state.decided),
      person.withdrawals.subtracting(state.decided.subtracting(state.purposes))
    )
    try append(granted, granted: true, policyVersion: policyVersion, at: now, agent: agent, now: now)
    // Under a clock that went back a withdrawal still comes behind the grant that it ends.
    let end = max(now, state.since)
    try append(withdrawn, granted: false, policyVersion: policyVersion, at: end, agent: agent, now: now)
  }
}
