package import EnrichmentSchema
package import Measures
package import Population
package import Privacy
package import Releases
package import SamplerFixtures

/// What the tests of this folder build cells and releases from.
package enum ReleaseFixtures {
  /// An agent eligible for everything, with plain values.
  package static func agent(_ change: (inout AgentMeasures) -> Void = { _ in }) -> AgentMeasures {
    var agent = AgentMeasures()
    agent.isBehaviorEligible = true
    agent.isPersonalityEligible = true
    agent.isNetworkEligible = true
    agent.dwellMinutes = 45
    agent.visitLengths = AgentMeasures.VisitLengths(short: 0.25, medium: 0.5, long: 0.25)
    agent.explorationTendency = 0.32
    agent.communityEngagement = 0.6
    agent.journeyVariability = 0.4
    agent.dimensions = Array(repeating: 0.5, count: 12)
    agent.connections = 20
    agent.sharingTendency = 0.3
    change(&agent)
    return agent
  }

  /// What the adoptions of everybody say in a cell of `cell`, unless told otherwise.
  package static let shares = AdoptionShares(communityDriven: 0.6, trendSetter: 0.5)

  /// A cell of agents in a region with the given sources.
  package static func cell(
    _ agents: [AgentMeasures], sources: RegionSources = .all, shares: () -> AdoptionShares = { shares }
  ) -> CellAccumulator {
    var cell = CellAccumulator(family: DailyFamily(sources: sources))
    for agent in agents {
      cell.add(agent)
      if cell.family.purposes(of: agent).contains(.network) { cell.add(shares()) }
    }
    return cell
  }

  /// The release of a cell with every purpose admitted, or none.
  package static func release(
    of cell: CellAccumulator, id: String = "jakarta/all/all", policy: PrivacyPolicy = .research, seed: UInt64 = 1,
    isAdmitted: Bool = true, isSimulated: Bool = false
  ) throws -> SegmentRelease {
    let builder = try ReleaseBuilder(policy: policy, family: cell.family)
    var source = SeededBitsForTesting(seed: seed)
    var admissions = builder.admissions(of: cell, using: &source)
    for index in admissions.indices { admissions[index].admitted = isAdmitted }
    return try builder.release(
      of: cell, cell: releasedCell(id, isSimulated: isSimulated), run: run, admissions: admissions, using: &source)
  }

  /// A cell of the fixture's region.
  package static func releasedCell(_ id: String, isSimulated: Bool = false) -> ReleasedCell {
    ReleasedCell(id: id, region: "jakarta", ageBand: "all", interestCluster: "all", isSimulated: isSimulated)
  }

  /// The run of every fixture.
  package static let run = ReleaseRun(releaseID: "r1", epoch: 1, cutOff: 1_000_000, policyVersion: "p1")

  /// A uniform number in [0, 1).
  package static func unit(_ source: inout SeededBitsForTesting) -> Double {
    Double(source.next() >> 11) / 9_007_199_254_740_992
  }
}
