import GRDB
import Storage

/// One step of the schema. Steps are only ever appended.
struct Migration: Sendable {
  /// What it brings, for messages.
  let name: String
  /// Its statements, run in order in one transaction.
  let statements: [String]

  /// Schema of a store that has taken the first step. Stores of earlier schemas were made before there were users.
  static let oldest = 3

  /// Every step, in order: the first makes a store of schema `oldest` out of an empty file, each further one adds 1.
  static let all: [Migration] = [
    Migration(
      name: "people, releases, access, sessions",
      statements: PeopleTables.statements + RawTables.statements + ReleaseTables.statements + AccessTables.statements
        + SessionTables.statements + CacheTables.statements),
    Migration(name: "order of visits within a moment", statements: RawTables.sequence),
    Migration(name: "consent to affinity", statements: PeopleTables.affinity),
    Migration(name: "who wrote consent down", statements: PeopleTables.consentAuthors),
    Migration(name: "entries of the ledger beside those of runs", statements: ReleaseTables.enteredBound),
    Migration(name: "received events, by keyed hashes", statements: RawTables.receivedEvents),
    Migration(name: "links with partners' customers", statements: PeopleTables.links + RawTables.source),
    Migration(name: "people to forget", statements: PeopleTables.forgetting),
    Migration(name: "zones and items", statements: MapTables.statements),
    Migration(name: "links that have ended", statements: PeopleTables.endedLinks),
    Migration(name: "earlier numbers of places and items", statements: MapTables.earlierNumbers),
    Migration(name: "keys of the sandbox, and limits of a key's own", statements: AccessTables.ownLimits),
  ]
}

/// Brings a store forward to this program's schema, one numbered step per transaction.
enum Migrator {
  /// Marks the file as a store of this product, in the header field that SQLite keeps for applications.
  static let applicationID: Int64 = 0x5350_4F54

  /// Runs the missing steps. Throws `newerSchema` and `olderSchema` for a store of another program version and
  /// `invalidLocation` for a database of something else; none of them is changed.
  static func migrate(_ database: Database, path: String, steps: [Migration] = Migration.all, now: Int64) throws {
    let found = try version(database)
    let known = Migration.oldest + steps.count - 1
    guard found <= known else { throw StoreError.newerSchema(path: path, found: found, known: known) }
    try checkOwner(database, path: path, version: found)
    guard found == 0 || found >= Migration.oldest else {
      throw StoreError.olderSchema(path: path, found: found, oldest: Migration.oldest)
    }
    for (index, step) in steps.enumerated() where Migration.oldest + index > found {
      try database.inTransaction(.immediate) {
        for statement in step.statements { try database.execute(sql: statement) }
        try database.execute(sql: "PRAGMA user_version = \(Migration.oldest + index)")
        if index == 0 { try markNew(database, now: now) }
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
    try database.execute(
      sql: "INSERT INTO meta (name, number, created_at) VALUES ('created_at', ?, ?)", arguments: [now, now])
  }
}
