/// How a store is read and written, and what it takes in.
package struct StoreLimits: Sendable, Hashable {
  /// Read connections, each with a thread; calls beyond them wait. 1 to 64, the nearest of these for any other number. 4.
  package var readers = 4 {
    didSet { readers = max(1, min(64, readers)) }
  }
  /// How many writes share one flush.
  package var groupCommit = GroupCommit()
  /// Most counted connections of one person: D. 50. It bounds what one person's removal can change in the rows of others
  /// and is part of the sensitivities, so a connection is admitted under it once, at insert.
  package var connectionsPerPerson = 50

  /// The defaults; change what differs.
  package init() {}
}

/// How many writes share one flush.
///
/// A lone write is committed at once. Writes that arrive while a transaction is being filled join it, up to both
/// bounds; those that arrive during its flush make up the next one. So nobody ever waits for company.
package struct GroupCommit: Sendable, Hashable {
  /// Most writes of one transaction, at least 1. 256.
  package var writes: Int
  /// Longest time for which a transaction takes in further writes, µs. 5,000.
  package var gather: Int64

  /// Bounds; `writes` at least 1.
  package init(writes: Int = 256, gather: Int64 = 5_000) {
    self.writes = writes
    self.gather = gather
  }
}
