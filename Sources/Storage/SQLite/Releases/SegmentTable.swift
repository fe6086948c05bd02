import GRDB

/// SQL of registered segments.
enum SegmentTable {
  private static let columns = "s.segment_id, s.version, r.region_id, s.definition"
  private static let newest = """
    s.version = (SELECT max(n.version) FROM segments n WHERE n.segment_id = s.segment_id)
    """
  static let newestByID = """
    SELECT \(columns) FROM segments s JOIN regions r USING (region_no)
    WHERE s.segment_id = ? ORDER BY s.version DESC LIMIT 1
    """
  static let page = """
    SELECT \(columns) FROM segments s JOIN regions r USING (region_no)
    WHERE s.segment_id > ? AND \(newest) ORDER BY s.segment_id LIMIT ?
    """
  static let byRegion = """
    SELECT \(columns) FROM segments s JOIN regions r USING (region_no)
    WHERE s.region_no = ? AND \(newest) ORDER BY s.segment_id
    """

  static func make(_ row: SQLRow) -> SegmentRow {
    SegmentRow(id: row.text(0), version: row.integer(1), region: row.text(2), definition: row.bytes(3))
  }

  /// Registers one version, see `SegmentStore.registerSegments`.
  static func register(_ segment: SegmentRow, now: Int64, in database: Database) throws {
    let region = try RegionTable.number(of: segment.region, in: database)
    let stored = try database.statement(newestByID).first(segment.id, as: make)
    guard stored != segment else { return }
    let expected = (stored?.version ?? 0) + 1
    guard segment.version == expected else {
      throw StoreError.conflict(
        "segment '\(segment.id)' version \(segment.version): versions are never edited, the next is \(expected)")
    }
    try database.statement(
      "INSERT INTO segments (segment_id, version, region_no, definition, created_at) VALUES (?, ?, ?, ?, ?)"
    ).run(segment.id, segment.version, region, segment.definition, now)
  }
}

extension SQLiteStore {
  package func registerSegments(_ segments: [SegmentRow], at now: Int64) async throws(StoreError) {
    try await write { database in
      for segment in segments {
        guard (1...256).contains(segment.id.utf8.count) else {
          throw StoreError.invalidValue("segment id '\(segment.id)': 1 to 256 bytes are allowed")
        }
        try SegmentTable.register(segment, now: now, in: database)
      }
    }
  }

  package func segment(_ id: String) async throws(StoreError) -> SegmentRow? {
    try await read { try $0.statement(SegmentTable.newestByID).first(id, as: SegmentTable.make) }
  }

  package func segments(after: String?, limit: Int) async throws(StoreError) -> [SegmentRow] {
    try await read { try $0.statement(SegmentTable.page).rows(after ?? "", limit, as: SegmentTable.make) }
  }

  package func segments(region: String) async throws(StoreError) -> [SegmentRow] {
    try await read { database in
      let number = try RegionTable.number(of: region, in: database)
      return try database.statement(SegmentTable.byRegion).rows(number, as: SegmentTable.make)
    }
  }
}
