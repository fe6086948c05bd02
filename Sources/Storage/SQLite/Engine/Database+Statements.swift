import GRDB

extension Database {
  /// A statement of the connection's cache, see `SQLStatement.init(_:cached:)`.
  func statement(_ sql: String) throws -> SQLStatement { try SQLStatement(self, cached: sql) }
}
