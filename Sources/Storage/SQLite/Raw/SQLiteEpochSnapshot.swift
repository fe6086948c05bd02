import Population
import GRDB

/// Streams a region's people out of one read transaction.
final class SQLiteEpochSnapshot: EpochSnapshot {
  static let peopleSQL = """
    SELECT a.agent_no, a.agent_id, o.age_band, o.interest_cluster, o.stated_dimensions, o.answered_us
    FROM agents a JOIN onboarding_aggregations o ON o.agent_no = a.agent_no
    WHERE a.region_no = ? ORDER BY a.agent_no
    """

  let region: Region
  let cutOff: Int64
  private let people: SQLStatement
  private let consents: SQLStatement
  private let rows: SnapshotRowReader
  private let peers: SnapshotPeers

  /// Reads the people of the whole store who may be named by others, then stands before the first person.
  init(_ database: Database, region: Region, number: Int64, cutOff: Int64, lookback: Int64) throws {
    self.region = region
    self.cutOff = cutOff
    people = try SQLStatement(database, own: Self.peopleSQL)
    consents = try SQLStatement(database, own: ConsentTable.byAgent)
    peers = try SnapshotPeers(database, cutOff: cutOff)
    rows = try SnapshotRowReader(database, from: cutOff.subtractingReportingOverflow(lookback).partialValue, to: cutOff)
    people.bind(1, number)
  }

  func next() throws(StoreError) -> AgentRecords? {
    do { return try read() } catch { throw StoreError(error) }
  }

  private func read() throws -> AgentRecords? {
    guard try people.step() else { return nil }
    let number = people.row.integer(0)
    var records = AgentRecords(person: try person(people.row, number: number))
    try rows.read(into: &records, agent: number, peers: peers)
    return records
  }

  private func person(_ row: SQLRow, number: Int64) throws -> Person {
    guard let agent = AgentID(row.bytes(1)), let band = AgeBand(name: row.text(2)),
      let cluster = InterestCluster(name: row.text(3))
    else { throw StoreError.corrupt("person \(number): pseudonym, age band or interest cluster is not well-formed") }
    consents.bind(1, number)
    defer { consents.reset() }
    let state = try ConsentTable.state(stepping: consents, before: cutOff)
    return Person(
      agent: agent, region: region.id, ageBand: band, interestCluster: cluster,
      statedDimensions: try row.optionalBytes(4).map(StatedDimensions.decode) ?? [],
      answeredAt: row.optionalInteger(5), consents: state.purposes, consentedAt: state.since)
  }
}

extension SQLiteStore {
  package func withEpochSnapshot<Result: Sendable>(
    region: String, cutOff: Int64, lookback: Int64,
    _ body: @escaping @Sendable (any EpochSnapshot) throws -> Result
  ) async throws -> Result {
    try await pool.read { database in
      guard let stored = try database.statement(RegionTable.byID).first(region, as: RegionTable.make) else {
        throw StoreError.notFound("region '\(region)'")
      }
      let number = try RegionTable.number(of: region, in: database)
      return try body(
        SQLiteEpochSnapshot(database, region: stored, number: number, cutOff: cutOff, lookback: lookback))
    }
  }
}
