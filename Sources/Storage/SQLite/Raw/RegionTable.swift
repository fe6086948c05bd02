import Population
import GRDB

/// Reads and writes regions.
enum RegionTable {
  static let columns = "region_id, time_zone, sources, is_simulated, clock_us, default_cut_off_us"
  static let byID = "SELECT \(columns) FROM regions WHERE region_id = ?"
  static let numberByID = "SELECT region_no FROM regions WHERE region_id = ?"
  static let all = "SELECT \(columns) FROM regions ORDER BY region_id"

  static func make(_ row: SQLRow) -> Region {
    Region(
      id: row.text(0), timeZone: row.text(1),
      sources: RegionSources(rawValue: UInt16(truncatingIfNeeded: row.integer(2))),
      isSimulated: row.flag(3), clock: row.optionalInteger(4), defaultCutOff: row.optionalInteger(5))
  }

  /// The number of a region. Throws `notFound`.
  static func number(of id: String, in database: Database) throws -> Int64 {
    guard let number = try database.statement(numberByID).integer(id) else {
      throw StoreError.notFound("region '\(id)'")
    }
    return number
  }

  /// Adds or widens a region, see `RegionStore.putRegion`.
  static func put(_ region: Region, now: Int64, in database: Database) throws {
    guard (1...64).contains(region.id.utf8.count) else {
      throw StoreError.invalidValue("region id '\(region.id)': 1 to 64 bytes are allowed")
    }
    let stored = try database.statement(byID).first(region.id, as: make)
    if let stored, stored.timeZone != region.timeZone {
      throw StoreError.conflict("region '\(region.id)' has time zone \(stored.timeZone), not \(region.timeZone)")
    }
    try database.statement(
      """
      INSERT INTO regions (region_id, time_zone, sources, is_simulated, clock_us, default_cut_off_us, created_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      ON CONFLICT (region_id) DO UPDATE SET sources = sources | ?3, is_simulated = max(is_simulated, ?4),
        clock_us = max(coalesce(clock_us, ?5), coalesce(?5, clock_us)),
        default_cut_off_us = coalesce(?6, default_cut_off_us)
      """
    ).run(
      region.id, region.timeZone, Int64(region.sources.rawValue), region.isSimulated, region.clock,
      region.defaultCutOff, now)
  }

  /// Moves a region's clock forward to the time of an event.
  static func advanceClock(_ number: Int64, to time: Int64, in database: Database) throws {
    try database.statement(
      "UPDATE regions SET clock_us = ?1 WHERE region_no = ?2 AND coalesce(clock_us, ?1 - 1) < ?1"
    ).run(time, number)
  }
}

extension SQLiteStore {
  package func putRegion(_ region: Region, at now: Int64) async throws(StoreError) {
    try await write { try RegionTable.put(region, now: now, in: $0) }
  }

  package func region(_ id: String) async throws(StoreError) -> Region? {
    try await read { try $0.statement(RegionTable.byID).first(id, as: RegionTable.make) }
  }

  package func regions() async throws(StoreError) -> [Region] {
    try await read { try $0.statement(RegionTable.all).rows(as: RegionTable.make) }
  }
}
