import GRDB

/// Facts about the store, by name.
enum MetadataTable {
  static let number = "SELECT number FROM meta WHERE name = ?"
  static let bytes = "SELECT bytes FROM meta WHERE name = ?"
}

extension SQLiteStore {
  package func createdAt() async throws(StoreError) -> Int64 {
    try await read { database in
      guard let time = try database.statement(MetadataTable.number).integer("created_at") else {
        throw StoreError.corrupt("meta has no created_at")
      }
      return time
    }
  }

  package func checkPepper(version: Int64, checkValue: [UInt8], at now: Int64) async throws(StoreError) -> Bool {
    try await write { database in
      let name = "pepper_check_\(version)"
      if let kept = try database.statement(MetadataTable.bytes).first(name, as: { $0.bytes(0) }) {
        return kept == checkValue
      }
      try database.statement("INSERT INTO meta (name, bytes, created_at) VALUES (?, ?, ?)").run(name, checkValue, now)
      return true
    }
  }
}
