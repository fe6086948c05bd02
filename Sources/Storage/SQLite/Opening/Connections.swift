import GRDB

/// Opens the one write connection and the readers.
enum Connections {
  /// The settings every connection gets. GRDB opens readers read-only.
  static func configuration(readers: Int) -> Configuration {
    var configuration = Configuration()
    configuration.label = "spots.store"
    configuration.busyMode = .timeout(5)
    configuration.maximumReaderCount = max(1, min(64, readers))
    configuration.prepareDatabase { database in
      // Without recursive triggers INSERT OR REPLACE would delete rows behind the back of insert-only tables.
      try database.execute(sql: "PRAGMA recursive_triggers = ON")
      try database.execute(sql: "PRAGMA mmap_size = 0")
      try database.execute(sql: "PRAGMA cache_size = -65536")
    }
    return configuration
  }

  /// Opens the pool and makes its writer durable. This comes after opening, because the pool sets the writer's
  /// `synchronous` to NORMAL at its end, whatever was set before.
  static func open(_ path: String, readers: Int) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration(readers: readers))
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return pool
  }
}
