/// How a store is opened.
package struct StoreConfiguration: Sendable {
  /// When the whole file is read and checked at start.
  package enum IntegrityCheck: Sendable, Hashable {
    /// For files up to that many bytes; larger ones are checked by an explicit verification only.
    case upTo(bytes: Int64)
    /// Always.
    case always
  }

  /// Whether a missing store is made.
  package var createsMissing: Bool
  /// When the file is checked at start. Default: up to 64 MiB, a fraction of a second.
  package var integrityCheck: IntegrityCheck
  /// Read connections; calls beyond them wait. 1 to 64, the nearest of these for any other number.
  package var readers: Int
  /// Bounds under which connections are accepted.
  package var bounds: AdmissionBounds
  /// How writes are gathered.
  package var groupCommit: GroupCommit
  /// Directories that each keep a copy of the ledger's anchor, beside the one that stands by the database.
  package var anchorDirectories: [String]

  /// The defaults: make a missing store, check files up to 64 MiB, 4 readers, D = 50 and B = 8, 256 writes or 5 ms.
  package static var defaults: StoreConfiguration { StoreConfiguration() }

  /// A configuration.
  package init(
    createsMissing: Bool = true, integrityCheck: IntegrityCheck = .upTo(bytes: 64 << 20), readers: Int = 4,
    bounds: AdmissionBounds = AdmissionBounds(), groupCommit: GroupCommit = GroupCommit(),
    anchorDirectories: [String] = []
  ) {
    self.createsMissing = createsMissing
    self.integrityCheck = integrityCheck
    self.readers = max(1, min(64, readers))
    self.bounds = bounds
    self.groupCommit = groupCommit
    self.anchorDirectories = anchorDirectories
  }
}

/// How many writes share one flush.
///
/// A lone write is committed at once. Writes that arrive while a transaction is being filled join it, up to both
/// bounds; those that arrive during its flush make up the next one. So nobody ever waits for company.
package struct GroupCommit: Sendable, Hashable {
  /// Most writes of one transaction.
  package var writes: Int
  /// Longest time for which a transaction takes in further writes, µs.
  package var gather: Int64

  /// Bounds; `writes` at least 1.
  package init(writes: Int = 256, gather: Int64 = 5_000) {
    self.writes = writes
    self.gather = gather
  }
}

/// Bounds on how much one person's removal can change in other people's rows. They are part of the sensitivities, so
/// rows are admitted under them once, at insert.
package struct AdmissionBounds: Sendable, Hashable {
  /// Most counted connections of one person: D.
  package var degree: Int

  /// Bounds; `degree` at least 1.
  package init(degree: Int = 50) { self.degree = degree }
}
