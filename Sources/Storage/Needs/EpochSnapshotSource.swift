package import Population

/// One consistent view of a region's raw rows before a cut-off, person by person.
///
/// Confined to the call that hands it out. Every row is of the same moment of the store, whatever is written meanwhile.
package protocol EpochSnapshot: AnyObject {
  /// The region as it is stored.
  var region: Region { get }
  /// The cut-off, µs since 1970 UTC.
  var cutOff: Int64 { get }
  /// The next person, or `nil` after the last. `person.consents` are the purposes granted at the cut-off. Visits,
  /// actions and adoptions lie in `[cutOff - lookback, cutOff)` and are in order of time; connections are the accepted
  /// ones that began before the cut-off and whose peer consents to `network` at it.
  func next() throws(StoreError) -> AgentRecords?
}

/// Where the epoch job reads.
package protocol EpochSnapshotSource: Sendable {
  /// Runs `body` on one of the store's threads with a snapshot of a region. People come in the order they were first stored.
  /// Errors of `body` are passed on. Throws `StoreError.notFound` when the region is not stored.
  func withEpochSnapshot<Result: Sendable>(
    region: String, cutOff: Int64, lookback: Int64,
    _ body: @escaping @Sendable (any EpochSnapshot) throws -> Result
  ) async throws -> Result
}
