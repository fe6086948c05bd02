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
  package static let statisticVersion = "daily-2"

  /// A run.
  package init(releaseID: String, epoch: Int64, cutOff: Int64, policyVersion: String) {
    self.releaseID = releaseID
    self.epoch = epoch
    self.cutOff = cutOff
    self.policyVersion = policyVersion
  }
}
