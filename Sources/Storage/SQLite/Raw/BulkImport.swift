package import Population
import GRDB

/// Writes deliveries of import and simulation within one open transaction.
final class BulkImport: ImportSink {
  private let database: Database
  private let actions: ActionWriter
  private let connections: ConnectionWriter
  private let policyVersion: String
  private let now: Int64
  private var region: Int64?
  private var numbers: [AgentID: Int64] = [:]
  private(set) var counts = BulkLoadCounts()
  private(set) var isFinished = false

  init(_ database: Database, bounds: AdmissionBounds, policyVersion: String, now: Int64) throws {
    self.database = database
    self.policyVersion = policyVersion
    self.now = now
    actions = try ActionWriter(database, bounds: bounds, now: now)
    connections = try ConnectionWriter(database, bounds: bounds, now: now)
  }

  func begin(_ declaration: RegionDeclaration) throws {
    guard region == nil else { throw StoreError.invalidValue("a delivery declares its region once") }
    let stored = Region(
      id: declaration.region, timeZone: declaration.timeZone, sources: declaration.sources,
      isSimulated: declaration.isSimulated, clock: declaration.lastEvent, defaultCutOff: declaration.defaultCutOff)
    try RegionTable.put(stored, now: now, in: database)
    region = try RegionTable.number(of: declaration.region, in: database)
  }

  func write(_ batch: [AgentRecords]) throws {
    guard let region, !isFinished else {
      throw StoreError.invalidValue("people are delivered between begin and finish")
    }
    for records in batch { try write(records, region: region) }
  }

  func finish() throws {
    guard region != nil else { throw StoreError.invalidValue("a delivery declares its region before it ends") }
    isFinished = true
  }

  private func write(_ records: AgentRecords, region: Int64) throws {
    let agent = try PersonTable.put(records.person, region: region, now: now, in: database)
    numbers[records.person.agent] = agent
    try ConsentTable.grantMissing(
      records.person, number: agent, policyVersion: policyVersion, now: now, in: database)
    counts.people += 1
    for visit in records.visits { count(\.visits, try actions.write(visit, agent: agent)) }
    for action in records.actions { count(\.actions, try actions.write(action, agent: agent)) }
    for adoption in records.adoptions {
      count(\.adoptions, try actions.write(adoption, agent: agent, number: number(of:)))
    }
    for connection in records.connections { try write(connection, owner: agent) }
  }

  /// The other end delivers the connection too; only the first delivery is new, and the second is no duplicate.
  private func write(_ connection: Connection, owner: Int64) throws {
    let outcome = try connections.write(connection, owner: owner, peer: number(of: connection.peer))
    if outcome.isNew { counts.connections += 1 }
  }

  private func count(_ kind: WritableKeyPath<BulkLoadCounts, Int>, _ isNew: Bool) {
    counts[keyPath: isNew ? kind : \.duplicates] += 1
  }

  /// The number of a person, who is added without a region when not delivered yet.
  private func number(of agent: AgentID) throws -> Int64 {
    if let number = numbers[agent] { return number }
    let number =
      try AgentTable.entry(agent, in: database)?.number
      ?? AgentTable.insert(agent, region: nil, now: now, in: database)
    numbers[agent] = number
    return number
  }
}

extension SQLiteStore {
  package func bulkLoad(
    policyVersion: String, at now: Int64,
    _ deliver: @escaping @Sendable (inout any ImportSink) throws -> Void
  ) async throws -> BulkLoadCounts {
    let bounds = bounds
    return try await writer.exclusively { database in
      let load = try BulkImport(database, bounds: bounds, policyVersion: policyVersion, now: now)
      var sink: any ImportSink = load
      try deliver(&sink)
      guard load.isFinished else { throw StoreError.invalidValue("the delivery ended without finish") }
      return load.counts
    }
  }
}
