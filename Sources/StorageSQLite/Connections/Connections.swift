import GRDB
import Storage

/// Opens the one write connection and the readers, and checks that they are as they must be.
enum Connections {
  /// The settings every connection gets. GRDB opens readers read-only.
  static func configuration(readers: Int) -> Configuration {
    var configuration = Configuration()
    configuration.label = "spots.store"
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = readers
    configuration.prepareDatabase { database in
      // Without recursive triggers INSERT OR REPLACE would delete rows behind the back of insert-only tables.
      try database.execute(sql: "PRAGMA recursive_triggers = ON")
      try database.execute(sql: "PRAGMA mmap_size = 0")
      try database.execute(sql: "PRAGMA cache_size = -65536")
      // What is deleted is overwritten with zeros, at once and not when its room is needed.
      try database.execute(sql: "PRAGMA secure_delete = ON")
      // Sorting must neither need room on another disk nor leave rows of people there.
      try database.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    return configuration
  }

  /// Opens the pool, makes its writer durable and gives it its own table. This comes after opening, because the pool sets the writer's
  /// `synchronous` to NORMAL at its end, whatever was set before.
  static func open(_ path: String, readers: Int) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration(readers: readers))
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      try database.execute(sql: RawTables.discarded)
    }
    return pool
  }

  /// Checks the settings of the writer before its first write is taken, and the pages of the file when asked. Throws
  /// `selfCheckFailed` with every problem found.
  static func verify(writer database: Database, checksPages: Bool) throws {
    var problems = try settingProblems(database)
    if checksPages {
      let report = try String.fetchAll(database, sql: "PRAGMA quick_check(10)")
      if report != ["ok"] { problems.append("quick_check: " + report.joined(separator: ", ")) }
    }
    guard problems.isEmpty else { throw StoreError.selfCheckFailed(problems) }
  }

  private static func settingProblems(_ database: Database) throws -> [String] {
    var problems: [String] = []
    func expect(_ pragma: String, _ wanted: String, _ holds: (String) -> Bool) throws {
      // A pragma that this SQLite was built without returns no row; then its setting cannot be on.
      let value = try String.fetchOne(database, sql: "PRAGMA \(pragma)") ?? "0"
      if !holds(value) { problems.append("\(pragma) is \(value), must be \(wanted)") }
    }
    try expect("synchronous", "2 (FULL)") { $0 == "2" }
    try expect("journal_mode", "wal") { $0 == "wal" }
    try expect("foreign_keys", "1") { $0 == "1" }
    try expect("busy_timeout", "above 0") { (Int($0) ?? 0) > 0 }
    try expect("mmap_size", "0") { $0 == "0" }
    try expect("recursive_triggers", "1") { $0 == "1" }
    try expect("secure_delete", "1") { $0 == "1" }
    try expect("temp_store", "2 (MEMORY)") { $0 == "2" }
    return problems
  }
}
