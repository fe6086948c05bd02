package import EnrichmentSchema
import Releases
import WireFormat

/// Where the numbers of an answer come from: releases and privacy policy.
package struct Provenance: Sendable, Hashable {
  /// Version of the personality formulas.
  package static let quantumStateVersion = "1.0"
  /// Version of the network formulas.
  package static let networkAnalysisVersion = "1.0"

  /// Version of the statistics and behaviour formulas, as the release has it.
  package var dataVersion: String
  /// Identity of the release.
  package var releaseID: String
  /// Cut-off of the release used; of several, that of the oldest; microseconds since 1970 UTC.
  package var cutOff: Int64
  /// True when any row came from a generator.
  package var isSimulated: Bool
  /// The privacy policy.
  package var policy: PolicyStatement

  /// Makes a provenance.
  package init(
    releaseID: String, cutOff: Int64, isSimulated: Bool, policy: PolicyStatement,
    dataVersion: String = ReleaseRun.statisticVersion
  ) {
    self.dataVersion = dataVersion
    self.releaseID = releaseID
    self.cutOff = cutOff
    self.isSimulated = isSimulated
    self.policy = policy
  }

  /// The metadata that every answer from these releases shares; segment, people and absences are left out.
  package var metadata: MarketSegmentMetadata {
    var metadata = MarketSegmentMetadata()
    metadata.dataFreshness = GoogleProtobufTimestamp(microseconds: cutOff)
    metadata.dataVersion = dataVersion
    metadata.quantumStateVersion = Self.quantumStateVersion
    metadata.networkAnalysisVersion = Self.networkAnalysisVersion
    metadata.simulated = isSimulated
    metadata.releaseID = releaseID
    metadata.policy = policy.name
    metadata.policyVersion = policy.version
    metadata.epsilon = policy.epsilon
    metadata.delta = policy.delta
    metadata.floor = policy.floor
    return metadata
  }
}

/// What an answer says of its privacy policy.
package struct PolicyStatement: Sendable, Hashable {
  /// Name of the policy.
  package let name: String
  /// Hash of every parameter.
  package let version: String
  /// Least number of people the policy ever answers for.
  package let floor: Int32
  /// Epsilon of one accounting year at `delta`.
  package let epsilon: Double
  /// Delta of the yearly statement.
  package let delta: Double

  /// Makes a statement.
  package init(name: String, version: String, floor: Int32, epsilon: Double, delta: Double) {
    self.name = name
    self.version = version
    self.floor = floor
    self.epsilon = epsilon
    self.delta = delta
  }
}
