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

  /// Prepares the statements; `now` is µs since 1970 UTC.
  init(
    _ transaction: any SQLTransaction, bounds: AdmissionBounds, acceptance: Acceptance, policyVersion: String,
    now: Int64
  ) throws {
    self.transaction = transaction
    self.policyVersion = policyVersion
    self.now = now
    day = now / 86_400_000_000
    people = PeopleRules(transaction, now: now)
    consents = ConsentRules(transaction)
    actions = try ActionRules(transaction, now: now)
    connections = try ConnectionRules(transaction, bounds: bounds, acceptance: acceptance, day: day)
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
    let agent = try people.register(records.person, region: region)
    numbers[records.person.agent] = agent
    try consents.deliver(records.person, agent: agent, policyVersion: policyVersion, now: now)
    counts.people += 1
    for visit in records.visits { count(\.visits, try actions.deliver(visit, agent: agent)) }
    for action in records.actions { count(\.actions, try actions.store(action, agent: agent)) }
    for adoption in records.adoptions {
      count(\.adoptions, try actions.store(adoption, agent: agent))
    }
    for connection in records.connections {
      // The other end delivers the connection too; only the first delivery is new, and the second is no duplicate.
      let isNew = try connections.store(
        connection, of: records.person.agent, owner: agent, peer: number(of: connection.peer))
      if isNew { counts.connections += 1 }
    }
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
