import GRDB

/// Brings a store forward to this program's schema, one numbered step per transaction.
enum Migrator {
  /// Marks the file as a store of this product, in the header field that SQLite keeps for applications.
  static let applicationID: Int64 = 0x5350_4F54

  /// Runs the missing steps. Throws `newerSchema` for a store of a newer program and `invalidLocation` for a database
  /// of something else; neither is changed.
  static func migrate(_ database: Database, path: String, steps: [Migration] = Migration.all, now: Int64) throws {
    let found = try version(database)
    guard found <= steps.count else { throw StoreError.newerSchema(path: path, found: found, known: steps.count) }
    try checkOwner(database, path: path, version: found)
    for number in found..<steps.count {
      try database.inTransaction(.immediate) {
        for statement in steps[number].statements { try database.execute(sql: statement) }
        try database.execute(sql: "PRAGMA user_version = \(number + 1)")
        if number == 0 { try markNew(database, now: now) }
        return .commit
      }
    }
  }

  /// The schema a store has; 0 for an empty file.
  static func version(_ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  private static func checkOwner(_ database: Database, path: String, version: Int) throws {
    let owner = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let objects = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard owner == applicationID || (owner == 0 && version == 0 && objects == 0) else {
      throw StoreError.invalidLocation("\(path) is a database of another program; name a new file")
    }
  }

  private static func markNew(_ database: Database, now: Int64) throws {
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.statement("INSERT INTO meta (name, number, created_at) VALUES ('created_at', ?, ?)").run(now, now)
  }
}
