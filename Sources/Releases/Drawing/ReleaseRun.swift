/// What all cells of one release run have in common.
package struct ReleaseRun: Sendable, Hashable {
  /// Identity of the run.
  package var releaseID: String
  /// Epoch of the store, from 1.
  package var epoch: Int64
  /// Cut-off in microseconds since 1970 UTC.
  package var cutOff: Int64
  /// Hash of every parameter of the policy.
  package var policyVersion: String

  /// Version of the families' statistics and formulas; part of every release's key.
  package static let statisticVersion = "daily-4"

  /// A run.
  package init(releaseID: String, epoch: Int64, cutOff: Int64, policyVersion: String) {
    self.releaseID = releaseID
    self.epoch = epoch
    self.cutOff = cutOff
    self.policyVersion = policyVersion
  }
}

/// The base cell a release is about.
package struct ReleasedCell: Sendable, Hashable {
  /// Id of the base cell.
  package var id: String
  /// Region.
  package var region: String
  /// Name of the age band, `unknown` or `all`.
  package var ageBand: String
  /// Name of the interest cluster, `unknown` or `all`.
  package var interestCluster: String
  /// True when any row behind it came from a generator.
  package var isSimulated: Bool

  /// A cell.
  package init(id: String, region: String, ageBand: String, interestCluster: String, isSimulated: Bool) {
    self.id = id
    self.region = region
    self.ageBand = ageBand
    self.interestCluster = interestCluster
    self.isSimulated = isSimulated
  }
}
