import Population

/// Takes one delivery of an import or a simulation in, from `begin` to `finish`, within an open transaction.
final class BulkImport: ImportSink {
  private let transaction: any SQLTransaction
  private let people: PeopleRules
  private let consents: ConsentRules
  private let actions: ActionRules
  private let connections: ConnectionRules
  private let policyVersion: String
  private let now: Int64
  private let day: Int64
  private var region: Int64?
  private var numbers: [AgentID: Int64] = [:]
  private var counts = BulkLoadCounts()
  private var isFinished = false
  /// Whether anybody was ever forgotten here: in most stores nobody was, and then nobody is looked for.
  private let storeForgets: Bool

  /// Prepares the statements; `now` is µs since 1970 UTC.
  init(
    _ transaction: any SQLTransaction, connectionsPerPerson: Int, acceptance: Acceptance, policyVersion: String,
    now: Int64
  ) throws {
    self.transaction = transaction
    self.policyVersion = policyVersion
    self.now = now
    day = now / 86_400_000_000
    people = PeopleRules(transaction, now: now)
    consents = ConsentRules(transaction)
    storeForgets = try transaction.statement(ForgetTable.any).integer() != nil
    actions = try ActionRules(transaction, now: now)
    connections = try ConnectionRules(
      transaction, perPerson: connectionsPerPerson, acceptance: acceptance, day: day)
  }

  /// What was stored. Throws `invalidValue` when the delivery did not finish.
  func finished() throws -> BulkLoadCounts {
    guard isFinished else { throw StoreError.invalidValue("the delivery ended without finish") }
    return counts
  }

  func begin(_ declaration: RegionDeclaration) throws {
    guard region == nil else { throw StoreError.invalidValue("a delivery declares its region once") }
    region = try RegionRules.register(Region(declaration), now: now, in: transaction)
  }

  func register(places: [UInt64]) throws {
    try RegionRules.register(places: places, region: openRegion(), day: day, in: transaction)
  }

  func register(_ map: RegisteredMap) throws {
    try ZoneRules(transaction, region: openRegion()).register(map, now: now)
  }

  /// Numbers the people as they will come: most tables are clustered by that number, and grow at their end then.
  func register(people agents: [AgentID]) throws {
    _ = try openRegion()
    numbers.reserveCapacity(agents.count)
    for agent in agents { numbers[agent] = try people.numberAddingPeer(agent) }
  }

  func write(_ batch: [AgentRecords]) throws {
    let region = try openRegion()
    for records in batch { try write(records, region: region) }
  }

  func finish() throws {
    guard region != nil else { throw StoreError.invalidValue("a delivery declares its region before it ends") }
    isFinished = true
  }

  private func openRegion() throws -> Int64 {
    guard let region, !isFinished else {
      throw StoreError.invalidValue("people and places are delivered between begin and finish")
    }
    return region
  }

  private func write(_ records: AgentRecords, region: Int64) throws {
    guard try !isForgotten(records.person.agent) else {
      counts.forgotten.count(records)
      return
    }
    let agent = try people.register(records.person, region: region)
    numbers[records.person.agent] = agent
    try consents.deliver(records.person, agent: agent, policyVersion: policyVersion, now: now)
    counts.people += 1
    for row in RowsById(records) { try store(row, agent: agent) }
    for connection in records.connections {
      guard try !isForgotten(connection.peer) else {
        counts.forgotten.connectionEnds += 1
        continue
      }
      // The other end delivers the connection too; only the first delivery is new, and the second is no duplicate.
      let isNew = try connections.store(
        connection, of: records.person.agent, owner: agent, peer: number(of: connection.peer))
      if isNew { counts.connections += 1 }
    }
  }

  private func store(_ row: RowsById.Row, agent: Int64) throws {
    switch row {
    case .visit(let visit): count(\.visits, try actions.deliver(visit, agent: agent))
    case .action(let action): count(\.actions, try actions.store(action, agent: agent))
    case .adoption(let adoption): count(\.adoptions, try actions.store(adoption, agent: agent))
    }
  }

  /// Whether a person asked to be forgotten and has not agreed to anything since: nothing of them is taken in.
  private func isForgotten(_ agent: AgentID) throws -> Bool {
    guard storeForgets, let number = try people.entry(of: agent)?.number else { return false }
    return try ForgetRules.isForgotten(number, in: transaction)
  }

  private func count(_ kind: WritableKeyPath<BulkLoadCounts, Int>, _ isNew: Bool) {
    counts[keyPath: isNew ? kind : \.duplicates] += 1
  }

  /// The number of a person, who is added without a region when not delivered yet.
  private func number(of agent: AgentID) throws -> Int64 {
    if let number = numbers[agent] { return number }
    let number = try people.numberAddingPeer(agent)
    numbers[agent] = number
    return number
  }
}

extension Region {
  /// The region that a delivery declares.
  fileprivate init(_ declaration: RegionDeclaration) {
    self.init(
      id: declaration.region, timeZone: declaration.timeZone, sources: declaration.sources,
      isSimulated: declaration.isSimulated, asOf: declaration.asOf, historyDays: declaration.historyDays)
  }
}
