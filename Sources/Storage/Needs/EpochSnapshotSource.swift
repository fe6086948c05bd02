package import Population

/// One consistent view of a region's raw rows before a cut-off, person by person.
///
/// Confined to the call that hands it out. Every row is of the same moment of the store, whatever is written meanwhile.
package protocol EpochSnapshot: AnyObject {
  /// The region as it is stored.
  var region: Region { get }
  /// The cut-off, µs since 1970 UTC.
  var cutOff: Int64 { get }
  /// The next person, or `nil` after the last. `person.consents` are the purposes that hold by the
  /// newest decisions, whatever the cut-off. Visits,
  /// actions and adoptions lie in `[cutOff - lookback, cutOff)` and are in order of time; connections are the accepted
  /// ones that began before the cut-off and whose peer consents to `network`.
  func next() throws(StoreError) -> AgentRecords?
}

/// Which rows of a region a snapshot has.
package struct SnapshotCut: Sendable, Hashable {
  /// Region id.
  package var region: String
  /// First moment behind the rows, µs since 1970 UTC.
  package var cutOff: Int64

  /// A region before a cut-off.
  package init(region: String, cutOff: Int64) { (self.region, self.cutOff) = (region, cutOff) }
}

/// Where the epoch job reads.
package protocol EpochSnapshotSource: Sendable {
  /// Runs `body` on one of the store's threads with a snapshot of each region in turn, and its number among `cuts`. All of
  /// them are of one moment of the store, so that a decision which comes meanwhile holds for all or for none. People come
  /// in the order they were first stored. Errors of `body` are passed on. Throws `StoreError.notFound` when a region is
  /// not stored.
  func withEpochSnapshots<Result: Sendable>(
    _ cuts: [SnapshotCut], lookback: Int64, _ body: @escaping @Sendable (Int, any EpochSnapshot) throws -> Result
  ) async throws -> [Result]
}

extension EpochSnapshotSource {
  /// Runs `body` with a snapshot of one region.
  package func withEpochSnapshot<Result: Sendable>(
    region: String, cutOff: Int64, lookback: Int64,
    _ body: @escaping @Sendable (any EpochSnapshot) throws -> Result
  ) async throws -> Result {
    let results = try await withEpochSnapshots([SnapshotCut(region: region, cutOff: cutOff)], lookback: lookback) {
      try body($1)
    }
    guard let result = results.first else { throw StoreError.notFound("region '\(region)'") }
    return result
  }
}
