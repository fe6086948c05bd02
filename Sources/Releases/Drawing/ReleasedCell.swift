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
