/// Tables whose rows are written once.
enum InsertOnly {
  /// Statements that make a table refuse UPDATE and DELETE.
  static func triggers(_ table: String) -> [String] {
    ["UPDATE", "DELETE"].map { verb in
      """
      CREATE TRIGGER \(table)_refuses_\(verb.lowercased()) BEFORE \(verb) ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is insert-only: \(verb) refused'); END
      """
    }
  }
}
