import GRDB
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("Query plans", .timeLimit(.minutes(1)))
struct QueryPlanTests {
  /// Every statement that serving a request can run, and those the epoch job runs per person.
  static let statements: [String] =
    [
      APIKeyTable.byID, APIKeyTable.revoke, RegionTable.byID, RegionTable.numberByID, AgentTable.byID,
      ConsentTable.byAgent, ConsentTable.newestGrant, ConsentTable.append, ConsentTable.newestTime,
      ConsentTable.history,
      PeopleQuery.byNumber, RegionTable.idByNumber, AgentTable.createdAt, ForgetTable.byID,
      ForgetTable.newest, ForgetTable.standing, ForgetTable.lift, ForgetTable.finish, ForgetTable.count(.sessions),
      ForgetTable.add, ActionTable.deleteOfAgent, SessionTable.deleteOfAgent, LinkTable.ofAgent,
      LinkTable.term, EndedLinkTable.add, EndedLinkTable.ofAgent, EndedLinkTable.deleteOfAgent,
      LinkTable.deleteOfAgent, SessionTable.ofAgent,
      OnboardingTable.delete, ConnectionEndTable.peersOfOwner, ConnectionEndTable.delete,
      ConnectionEndTable.countOfOwner, MetadataTable.bytes,
      MetadataTable.number, MetadataTable.increase, PlaceTable.find, PlaceTable.add, ZoneTable.ofRegion,
      AreaTable.ofRegion, ItemTable.ofRegion, ZonePlaceTable.ofRegion, ZonePlaceTable.delete, ItemTable.delete,
    ] + [
      LinkTable.byCustomer, LinkTable.add, LinkTable.delete, ActionTable.deleteOfSource,
      ReceivedEventTable.remember, ReceivedEventTable.before, ReceivedEventTable.delete, MetadataTable.advance,
      ActionTable.add, ActionTable.ofAgent,
      ConnectionEndTable.slotsOfOwner, ConnectionEndTable.state, ConnectionEndTable.add, ConnectionEndTable.replace,
      ConnectionEndTable.acceptedOfOwner, PeopleQuery.byRegion,
    ] + [
      SegmentTable.newestByID, SegmentTable.page, ReleaseTable.byKey, ReleaseTable.add, CurrentEpochTable.byRegion,
      CurrentEpochTable.point, LedgerTable.lastOfYear, LedgerTable.reservedByName, EpochRunTable.reserved,
      EpochRunTable.regions, EpochRunTable.finish,
    ] + [
      SessionTable.byToken, SessionTable.numberByID, SessionTable.add, SessionTable.noteEvents,
      SessionTable.keepOpenMessage, SessionTable.leave, SessionTable.close, SessionEventTable.ofSession,
      SessionEventTable.lastOfSession, SessionEventTable.add,
      CacheTable.byKey, CacheTable.put, CacheTable.delete, SessionTable.expire, CacheTable.expire,
      ActionTable.ofRegionBefore, ActionTable.delete, ScheduledWorkTable.put,
    ]

  @Test("S-7: every query of the request path searches by an index and scans no table", arguments: statements)
  func usesIndex(sql: String) async throws {
    let plan = try await DatabaseQueue().writeWithoutTransaction { database in
      try Migrator.migrate(database, path: "", now: 1)
      return try SQLiteTransaction(database).statement("EXPLAIN QUERY PLAN " + sql).rows { $0.text(at: 3) }
    }
    for step in plan {
      let usesIndex = !step.hasPrefix("SCAN") || step == "SCAN CONSTANT ROW" || step.contains("epoch_runs_open")
      #expect(usesIndex, "\(step)")
    }
  }
}
