/// One step of the schema. Steps are numbered from 1 and only ever appended.
struct Migration: Sendable {
  /// What it brings, for messages.
  let name: String
  /// Its statements, run in order in one transaction.
  let statements: [String]

  /// Every step, in order: the n-th takes a store from schema n - 1 to schema n.
  static let all: [Migration] = [
    Migration(
      name: "people, releases, access, sessions",
      statements: PeopleTables.statements + RawTables.statements + ReleaseTables.statements + AccessTables.statements
        + SessionTables.statements)
  ]
}
