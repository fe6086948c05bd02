import GRDB

/// What the writer's connection must be like before the first write is taken.
enum SelfCheck {
  /// Checks the settings of the writer and, when asked, the pages of the file. Throws `selfCheckFailed` with every
  /// problem found.
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
    return problems
  }
}
