import Population

/// Streams a region's people out of one transaction: their rows before a cut-off, and what they agree to now.
final class StoredEpochSnapshot: EpochSnapshot {
  let region: Region
  let cutOff: Int64
  private let people: any SQLStatement
  private let consents: any SQLStatement
  private let rows: SnapshotRows

  /// Reads the people of the whole store who may be named by others, then stands before the first person. `lookback` is
  /// in µs. Throws `notFound` when the region is not stored.
  init(_ transaction: any SQLTransaction, of cut: SnapshotCut, lookback: Int64) throws {
    region = try RegionRules.region(cut.region, in: transaction)
    cutOff = cut.cutOff
    people = try transaction.statement(PeopleQuery.byRegion)
    consents = try transaction.statement(ConsentTable.byAgent)
    rows = try SnapshotRows(
      transaction, from: cutOff.subtractingReportingOverflow(lookback).partialValue, to: cutOff)
    people.bind(try RegionRules.number(of: cut.region, in: transaction))
  }

  /// Ends the reading: a body may stop before the last person.
  deinit { people.reset() }

  func next() throws(StoreError) -> AgentRecords? {
    do { return try read() } catch { throw StoreError(passing: error) }
  }

  private func read() throws -> AgentRecords? {
    guard try people.step() else { return nil }
    let number = people.integer(PeopleQuery.Column.agentNo)
    var person = try PeopleQuery.read(people, region: region.id)
    let state = try ConsentRules.state(of: number, with: consents)
    person.consents = state.purposes.holding
    person.consentedAt = state.since
    var records = AgentRecords(person: person)
    try rows.read(into: &records, agent: number)
    return records
  }
}

/// Reads the rows of one person after the other within a window of time.
private struct SnapshotRows {
  private let actions: any SQLStatement
  private let connections: any SQLStatement
  /// The people whom rows of others may name: those who consent to `network`, by number.
  private let peers: [Int64: AgentID]
  private let from: Int64
  private let to: Int64

  /// Rows in `[from, to)`, µs.
  init(_ transaction: any SQLTransaction, from: Int64, to: Int64) throws {
    actions = try transaction.statement(ActionTable.ofAgent)
    connections = try transaction.statement(ConnectionEndTable.acceptedOfOwner)
    peers = try Self.consenting(to: .network, in: transaction)
    self.from = from
    self.to = to
  }

  /// Fills in everything below the person.
  func read(into records: inout AgentRecords, agent: Int64) throws {
    try each(of: actions, agent, from, to) { try ActionTable.read($0, into: &records) }
    try each(of: connections, agent, to) { row in
      if let connection = ConnectionEndTable.read(row, peers: { peers[$0] }) { records.connections.append(connection) }
    }
    records.visits.putInOrder()
    records.actions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    records.adoptions.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    records.connections.sort { ($0.first, $0.peer) < ($1.first, $1.peer) }
  }

  private func each<each Value: SQLValue>(
    of statement: any SQLStatement, _ values: repeat each Value, read: (any SQLRow) throws -> Void
  ) throws {
    statement.bind(repeat each values)
    defer { statement.reset() }
    while try statement.step() { try read(statement) }
  }

  private static func consenting(
    to purpose: ConsentSet, in transaction: any SQLTransaction
  ) throws -> [Int64: AgentID] {
    typealias Column = ConsentTable.PeerColumn
    let events = try transaction.statement(ConsentTable.ofPurpose)
    events.bind(Int64(purpose.rawValue))
    defer { events.reset() }
    var consenting: [Int64: AgentID] = [:]
    while try events.step() {
      let number = events.integer(Column.agentNo)
      guard let agent = AgentID(events.bytes(Column.agentId)) else {
        throw StoreError.corrupt("agents: the pseudonym of person \(number) is not 32 bytes")
      }
      consenting[number] = events.flag(Column.isGranted) ? agent : nil
    }
    return consenting
  }
}
