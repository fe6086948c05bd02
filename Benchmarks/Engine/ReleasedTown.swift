import Answers
import EnrichmentSchema
import Measures
import Population
import Privacy
import Releases
import Segments

/// A made-up town with a release: seven cells of 2,000 people, every purpose admitted.
enum ReleasedTown {
  /// The town could not be released.
  struct Missing: Error {}

  static func edition() throws -> CatalogueEdition {
    let registry = try SegmentRegistry(plans: [RegionPlan(region: "town", timeZone: "UTC", division: .cluster)])
    return try CatalogueEdition(registry: registry, epochs: [:], releases: try releases.get())
  }

  /// The segment that covers the whole town.
  static func whole(_ edition: CatalogueEdition) throws -> AnsweredSegment {
    guard let whole = edition.registry.segments.first(where: { $0.extent == .region }) else { throw Missing() }
    return try edition.answering(whole, for: .personality)
  }

  private static let releases = Result {
    var random = SplitMix64(seed: 6)
    var bits = SystemRandomBits()
    let builder = try ReleaseBuilder(policy: .research, family: DailyFamily(sources: .all))
    let run = ReleaseRun(releaseID: "r1", epoch: 1, cutOff: 1_000_000, policyVersion: "p1")
    var releases: [String: SegmentRelease] = [:]
    for cell in try RegionPlan(region: "town", timeZone: "UTC", division: .cluster).cells {
      let sums = cellSums(&random)
      var admissions = builder.admissions(of: sums.daily, using: &bits)
      for index in admissions.indices { admissions[index].admitted = true }
      releases[cell.id] = try builder.release(
        of: sums.daily, profile: sums.profile,
        cell: ReleasedCell(
          id: cell.id, region: "town", ageBand: "all", interestCluster: cell.interest.name, isSimulated: true),
        run: run, admissions: admissions, using: &bits)
    }
    releases["town"] = builder.network(
      of: NetworkAccumulator(family: builder.networkFamily, cutOff: run.cutOff),
      cell: ReleasedCell(id: "town", region: "town", ageBand: "all", interestCluster: "all", isSimulated: true),
      run: run, using: &bits)
    return releases
  }

  private static func cellSums(_ random: inout SplitMix64) -> (daily: CellAccumulator, profile: ProfileAccumulator) {
    let family = DailyFamily(sources: .all)
    var daily = CellAccumulator(family: family)
    var profile = ProfileAccumulator(family: ProfileFamily(sources: .all))
    for _ in 0..<2_000 {
      let agent = agent(&random)
      daily.add(agent)
      daily.add(AdoptionShares(communityDriven: random.unit(), trendSetter: random.unit()))
      profile.add(agent, purposes: family.purposes(of: agent))
    }
    return (daily, profile)
  }

  private static func agent(_ random: inout SplitMix64) -> AgentMeasures {
    var agent = AgentMeasures()
    (agent.isBehaviorEligible, agent.isPersonalityEligible, agent.isNetworkEligible) = (true, true, true)
    agent.dwellMinutes = 30 + 30 * random.unit()
    agent.visitLengths = AgentMeasures.VisitLengths(short: 0.25, medium: 0.5, long: 0.25)
    agent.explorationTendency = random.unit()
    agent.communityEngagement = random.unit()
    agent.journeyVariability = random.unit()
    agent.dimensions = Dimension.allCases.map { 0.15 + 0.05 * Double($0.rawValue) + 0.2 * random.unit() }
    agent.connections = 20
    agent.sharingTendency = random.unit()
    var measures = ProfileMeasures()
    measures.frequency = .severalTimesAWeek
    measures.authenticity = 0.8
    var moves = [Double](repeating: 0, count: 144)
    (moves[5], moves[70]) = (0.6, 0.8)
    measures.transitions = moves
    agent.profile = measures
    return agent
  }
}
