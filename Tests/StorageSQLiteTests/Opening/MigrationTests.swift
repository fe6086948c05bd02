import GRDB
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("Migrations", .timeLimit(.minutes(1)))
struct MigrationTests {
  @Test("a store of a newer program is refused and not changed")
  func refusesNewer() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let store = try SQLiteStore.open(at: location, now: 1)
      try await store.pool.write { try $0.execute(sql: "PRAGMA user_version = 99") }
      try await store.close()
      let known = Migration.oldest + Migration.all.count - 1
      let error = await storeError { try SQLiteStore.open(at: location, now: 1) }
      #expect(error == .newerSchema(path: location.path, found: 99, known: known))
    }
  }

  @Test("a store of an earlier version is refused, told apart, and not changed")
  func refusesOlder() async throws {
    try await withDirectory { directory in
      let location = try StoreLocation(path: directory + "/spots.db")
      let store = try SQLiteStore.open(at: location, now: 1)
      try await store.pool.write { try $0.execute(sql: "PRAGMA user_version = 1") }
      try await store.close()
      for _ in 1...2 {
        let error = await storeError { try SQLiteStore.open(at: location, now: 1) }
        #expect(error == .olderSchema(path: location.path, found: 1, oldest: Migration.oldest))
        #expect(error?.description.contains("made by an earlier version; import again") == true)
        #expect(error?.exitCode == 78)
      }
    }
  }

  @Test("a database of another program is refused and not changed")
  func refusesForeign() async throws {
    try await withDirectory { directory in
      let path = directory + "/other.db"
      try await DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE theirs (x)") }
      let error = await storeError { try SQLiteStore.open(at: StoreLocation(path: path), now: 1) }
      guard case .invalidLocation? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      let tables = try await DatabaseQueue(path: path).read {
        try String.fetchAll($0, sql: "SELECT name FROM sqlite_schema")
      }
      #expect(tables == ["theirs"])
    }
  }

  @Test("each earlier version comes forward, keeping its rows")
  func comesForward() async throws {
    try await withDirectory { directory in
      let next = Migration(name: "test", statements: ["CREATE TABLE later (x INTEGER)"])
      for start in 0...Migration.all.count {
        let pool = try Connections.open(directory + "/\(start).db", readers: 1)
        let before = Array(Migration.all.prefix(start))
        try await pool.writeWithoutTransaction { database in
          try Migrator.migrate(database, path: "", steps: before, now: 7)
          try Migrator.migrate(database, path: "", steps: Migration.all + [next], now: 8)
          let version = try Migrator.version(database)
          #expect(version == Migration.oldest + Migration.all.count)
          let made = try Int64.fetchOne(database, sql: "SELECT number FROM meta WHERE name = 'created_at'")
          #expect(made == (start == 0 ? 8 : 7))
        }
      }
    }
  }

  @Test("decisions stay when affinity becomes a purpose, and the table still refuses changes")
  func consentToAffinity() async throws {
    try await withDirectory { directory in
      let pool = try Connections.open(directory + "/spots.db", readers: 1)
      let columns = "agent_no, purpose, seq, is_granted, policy_version, at_us, created_at"
      let decision = "INSERT INTO consent_events (\(columns)) VALUES (1, %, 1, 1, 'x', 5, 5)"
      try await pool.writeWithoutTransaction { database in
        try Migrator.migrate(database, path: "", steps: Array(Migration.all.prefix(2)), now: 7)
        try database.execute(sql: "INSERT INTO agents VALUES (1, zeroblob(32), NULL, 1)")
        try database.execute(sql: decision.replacing("%", with: "8"))
        #expect(throws: (any Error).self) { try database.execute(sql: decision.replacing("%", with: "16")) }
        try Migrator.migrate(database, path: "", now: 8)
        try database.execute(sql: decision.replacing("%", with: "16"))
        let purposes = try Int.fetchAll(database, sql: "SELECT purpose FROM consent_events ORDER BY purpose")
        #expect(purposes == [8, 16])
        for change in ["DELETE FROM consent_events", "UPDATE consent_events SET at_us = 1"] {
          #expect(throws: (any Error).self) { try database.execute(sql: change) }
        }
      }
    }
  }

  @Test("consent of an earlier version comes forward as an import's, and stays insert-only")
  func consentComesForward() async throws {
    try await withDirectory { directory in
      let pool = try Connections.open(directory + "/spots.db", readers: 1)
      try await pool.writeWithoutTransaction { database in
        try Migrator.migrate(database, path: "", steps: Array(Migration.all.prefix(2)), now: 7)
        try database.execute(
          sql: """
            INSERT INTO agents (agent_no, agent_id, created_at) VALUES (1, zeroblob(32), 1);
            INSERT INTO consent_events VALUES (1, 2, 1, 1, 'text', 5, 6), (1, 2, 2, 0, 'text', 7, 8);
            """)
        try Migrator.migrate(database, path: "", now: 9)
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM consent_events ORDER BY seq")
        #expect(rows.map { $0["is_granted"] as Int? } == [1, 0] && rows.map { $0["at_us"] as Int? } == [5, 7])
        #expect(rows.allSatisfy { $0["set_by"] == "import" && $0["policy_version"] == "text" })
        for sql in ["DELETE FROM consent_events", "UPDATE consent_events SET is_granted = 1"] {
          #expect(throws: (any Error).self) { try database.execute(sql: sql) }
        }
      }
    }
  }

  @Test("keys of an earlier version come forward without limits, stay for ever and stay revoked")
  func keysComeForward() async throws {
    try await withDirectory { directory in
      let pool = try Connections.open(directory + "/spots.db", readers: 1)
      try await pool.writeWithoutTransaction { database in
        let before = Array(Migration.all.prefix { !$0.name.hasPrefix("keys of the sandbox") })
        try Migrator.migrate(database, path: "", steps: before, now: 7)
        try database.execute(
          sql: """
            INSERT INTO api_keys VALUES
              ('k1', zeroblob(32), 1, '61dd', 'acme', 'poc', 'admin', 5, 99, 8, '10.0.0.0/8', 6, 'spots'),
              ('k2', zeroblob(32), 1, '61de', 'acme', 'prod', '', 5, NULL, NULL, '', NULL, NULL);
            """)
        try Migrator.migrate(database, path: "", now: 9)
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM api_keys ORDER BY key_id")
        #expect(rows.map { $0["environment"] as String? } == ["poc", "prod"])
        #expect(rows.map { $0["revoked_at"] as Int? } == [8, nil])
        #expect(rows.map { $0["expires_at"] as Int? } == [99, nil])
        #expect(rows.map { $0["allowed_addresses"] as String? } == ["10.0.0.0/8", ""])
        #expect(rows.map { $0["namespace"] as String? } == ["spots", nil])
        #expect(rows.allSatisfy { $0["burst_limit"] as Int? == nil && $0["day_limit"] as Int? == nil })
        for sql in ["DELETE FROM api_keys", "UPDATE api_keys SET revoked_at = NULL WHERE key_id = 'k1'"] {
          #expect(throws: (any Error).self) { try database.execute(sql: sql) }
        }
      }
    }
  }

  @Test("a failing step leaves the version before it, with none of its statements")
  func failingStep() async throws {
    try await withDirectory { directory in
      let pool = try Connections.open(directory + "/spots.db", readers: 1)
      let broken = Migration(name: "broken", statements: ["CREATE TABLE half (x)", "CREATE NONSENSE"])
      try await pool.writeWithoutTransaction { database in
        #expect(throws: (any Error).self) {
          try Migrator.migrate(database, path: "", steps: Migration.all + [broken], now: 1)
        }
        let version = try Migrator.version(database)
        #expect(version == Migration.oldest + Migration.all.count - 1)
        let isHalfDone = try database.tableExists("half")
        #expect(!isHalfDone)
      }
    }
  }

  @Test("every table is STRICT and says when its rows were made")
  func tableRules() async throws {
    try await withStore { store in
      try await store.pool.read { database in
        let tables = try Row.fetchAll(database, sql: "SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
        for table in tables {
          let name: String = table["name"]
          guard !name.hasPrefix("sqlite_") else { continue }
          #expect(table["strict"] == 1, "\(name)")
          let columns = try database.columns(in: name).map(\.name)
          #expect(columns.contains("created_at") || columns.contains("created_day"), "\(name)")
        }
      }
    }
  }

  @Test("rows that are not kept go into a table with the columns of the one for those that are")
  func discardedColumns() async throws {
    try await withStore { store in
      try await store.pool.writeWithoutTransaction { database in
        func columns(of table: String) throws -> [String] {
          try Row.fetchAll(
            database, sql: "SELECT name, type, \"notnull\", pk FROM pragma_table_info('\(table)') ORDER BY cid"
          ).map { "\($0)" }
        }
        let kept = try columns(of: "user_actions")
        #expect(try kept.count > 10 && columns(of: "discarded_actions") == kept)
      }
    }
  }
}
