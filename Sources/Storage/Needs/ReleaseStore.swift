/// A stored release of one base cell. Its key is (cell, statistic version, epoch); written once, never changed.
package struct ReleaseRow: Sendable, Hashable {
  /// Identity of the release run the cell belongs to.
  package var releaseID: String
  /// Base cell: region/age band/interest cluster.
  package var cellID: String
  /// Version of the set of statistics and formulas.
  package var statisticVersion: String
  /// Epoch of the store, from 1.
  package var epoch: Int64
  /// Cut-off, µs since 1970 UTC.
  package var cutOff: Int64
  /// The serialized `SegmentRelease`.
  package var bytes: [UInt8]
  /// SHA-256 of `bytes`.
  package var sha256: [UInt8]
  /// Charge of the cell, billionths of rho.
  package var nanoRho: Int64

  /// A row; `sha256` is checked against `bytes` when it is published.
  package init(
    releaseID: String, cellID: String, statisticVersion: String, epoch: Int64, cutOff: Int64, bytes: [UInt8],
    sha256: [UInt8], nanoRho: Int64
  ) {
    self.releaseID = releaseID
    self.cellID = cellID
    self.statisticVersion = statisticVersion
    self.epoch = epoch
    self.cutOff = cutOff
    self.bytes = bytes
    self.sha256 = sha256
    self.nanoRho = nanoRho
  }
}

/// The release a region answers from now.
package struct CurrentEpoch: Sendable, Hashable {
  /// Region.
  package var region: String
  /// Epoch of the store, from 1.
  package var epoch: Int64
  /// Release run.
  package var releaseID: String
  /// Version of the set of statistics and formulas.
  package var statisticVersion: String
  /// Hash of every parameter of the policy.
  package var policyVersion: String
  /// Cut-off, µs since 1970 UTC.
  package var cutOff: Int64

  /// A pointer.
  package init(
    region: String, epoch: Int64, releaseID: String, statisticVersion: String, policyVersion: String, cutOff: Int64
  ) {
    self.region = region
    self.epoch = epoch
    self.releaseID = releaseID
    self.statisticVersion = statisticVersion
    self.policyVersion = policyVersion
    self.cutOff = cutOff
  }
}

/// Reads stored releases. They are written by `EpochRunStore.publish` only.
package protocol ReleaseStore: Sendable {
  /// The releases of several cells at one epoch, in the order asked; `nil` where there is none. Throws `corrupt` when
  /// the bytes of one do not match their hash.
  func releases(cells: [String], statisticVersion: String, epoch: Int64) async throws(StoreError) -> [ReleaseRow?]
  /// The epoch a region answers from, or `nil` before its first release.
  func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch?
  /// The current epochs of all regions that have one, by region.
  func currentEpochs() async throws(StoreError) -> [CurrentEpoch]
}
