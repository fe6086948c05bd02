import GRDB
import Testing

@testable import Storage

@Suite("Query plans", .timeLimit(.minutes(5)))
struct QueryPlanTests {
  /// Every statement that serving a request can run, and those the epoch job runs per person.
  static let statements: [String] =
    [
      KeyTable.byID, KeyTable.touch, RegionTable.byID, RegionTable.numberByID, AgentTable.numberByID,
      AgentTable.regionByID, PersonTable.byAgent, PersonTable.countByRegion, ConsentTable.byAgent,
      ConsentTable.newestGrant, ConsentTable.history,
    ] + [
      PartnerEvents.known, PartnerEvents.insertSQL, ActionWriter.insertSQL, MarkWriter.countByPeer,
      MarkWriter.insertSQL, ConnectionWriter.countedByOwner, ConnectionWriter.stored, ConnectionWriter.insertSQL,
      ConnectionWriter.updateSQL, ConnectionReader.byOwner,
    ] + [
      SnapshotRowReader.actionsSQL, SnapshotRowReader.marksSQL, SnapshotRowReader.connectionsSQL,
      SQLiteEpochSnapshot.peopleSQL,
    ] + [
      SegmentTable.newestByID, SegmentTable.page, SegmentTable.byRegion, ReleaseTable.byKey, ReleaseTable.history,
      ReleaseTable.current, LedgerTable.ofYear, LedgerTable.lastOfYear, LedgerTable.reservedByName,
      EpochRunTable.byEpoch, EpochRunTable.regions,
    ] + [
      SessionTable.byToken, SessionTable.keyByID, SessionTable.events, SessionTable.lastEvent,
      SessionTable.insertEvent, SessionTable.insertSQL, SessionTable.noteEvents, SessionTable.expired,
      CacheTable.byKey, CacheTable.put, CacheTable.delete, CacheTable.expired, MetadataTable.number,
    ]

  @Test("S-7: every query of the request path searches by an index and scans no table", arguments: statements)
  func usesIndex(sql: String) async throws {
    let plan = try await DatabaseQueue().writeWithoutTransaction { database in
      try Migrator.migrate(database, path: "", now: 1)
      return try database.statement("EXPLAIN QUERY PLAN " + sql).rows { $0.text(3) }
    }
    for step in plan { #expect(!step.hasPrefix("SCAN") || step == "SCAN CONSTANT ROW", "\(step)") }
  }
}
