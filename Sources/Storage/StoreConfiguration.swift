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
  /// What decides which rows count; anything but the standard one is for the proof of what a release promises.
  package var acceptance = Acceptance.standard
  /// How it is read and written, and what it takes in.
  package var limits: StoreLimits
  /// Directories that each keep a copy of the ledger's anchor, beside the one that stands by the database.
  package var anchorDirectories: [String]

  /// The defaults: make a missing store, check files up to 64 MiB, the default limits.
  package static var defaults: StoreConfiguration { StoreConfiguration() }

  /// A configuration.
  package init(
    createsMissing: Bool = true, integrityCheck: IntegrityCheck = .upTo(bytes: 64 << 20),
    limits: StoreLimits = StoreLimits(), anchorDirectories: [String] = []
  ) {
    self.createsMissing = createsMissing
    self.integrityCheck = integrityCheck
    self.limits = limits
    self.anchorDirectories = anchorDirectories
  }
}
