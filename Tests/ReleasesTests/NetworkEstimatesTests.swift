import EngineFixtures
import EnrichmentSchema
import Measures
import Population
import Privacy
import Releases
import Testing

@Suite("reading a region's network", .timeLimit(.minutes(2)))
struct NetworkEstimatesTests {
  /// Copies of the karate club: 34 members each, with the published mean ring, clustering and pairs.
  private func clubs(_ copies: Int) -> [AgentRecords] {
    let ties = (0..<copies).flatMap { copy in KarateClub.edges.map { ($0.0 + 34 * copy, $0.1 + 34 * copy) } }
    return WeeklyFixtures.people(34 * copies, ties) { $0 < $1 ? 800_000 : 600_000 }
  }

  private func cells(of people: [AgentRecords], isAdmitted: Bool = true) throws -> SegmentEstimates {
    let agents = people.map { records in ReleaseFixtures.agent { $0.connections = records.connections.count } }
    return try SegmentEstimates(
      [try WeeklyFixtures.release(of: agents, isAdmitted: isAdmitted, hasNoise: false)], policy: .research)
  }

  private func estimates(
    _ people: [AgentRecords], sources: RegionSources = .all, isAdmitted: Bool = true
  ) throws -> NetworkEstimates {
    let release = try WeeklyFixtures.release(
      of: WeeklyFixtures.network(people, sources: sources), hasNoise: false)
    return try NetworkEstimates([release], cells: try cells(of: people, isAdmitted: isAdmitted))
  }

  @Test("without noise every field is the exact one of the graph library")
  func exact() throws {
    let people = clubs(30)
    let estimates = try estimates(people)
    let graph = KarateClub.graph
    let ring = try #require(estimates.outcome(of: .indirectConnections).value)
    #expect(abs(ring.value - 15.588235294117647) < 1e-9)
    let density = try #require(estimates.outcome(of: .networkDensity).value)
    #expect(abs(density.value - (GraphStatistics(graph).averageClustering ?? 0)) < 1.0 / 256)
    let reach = try #require(estimates.outcome(of: .communityReach).value)
    let exact = (Neighbourhoods.reach(graph) ?? 0) * 33 / 34 / 30
    #expect(abs(reach.value - exact) < 17.0 / (1_020 * 1_020))
    let compatibility = try #require(estimates.outcome(of: .averageCompatibility).value)
    #expect(abs(compatibility.value - 0.7) < 1.0 / 256)
    let learning = try #require(estimates.outcome(of: .learningRate).value)
    #expect(abs(learning.value - 0.7) < 1.0 / 256)
    #expect(estimates.connectionFrequency.value?.index == 1)
    #expect(estimates.asOf == ReleaseFixtures.run.cutOff && estimates.people.rounded == 1_020)
  }

  @Test("the standard error is noise and worst-case sampling together")
  func errors() throws {
    let people = clubs(30)
    let estimates = try estimates(people)
    let bound = NetworkFamily.bound(of: .egoDensity)
    let mechanism = try #require(GaussianMechanism(l2Squared: bound.l2Squared ?? 0, nanoRho: 120_000_000 * 8 / 20))
    let density = try #require(estimates.outcome(of: .networkDensity).value)
    let noise = Double(mechanism.sigmaSquared) / 65_536
    let people2 = 1_020.0 * 1_020
    let counts = estimates.people.noiseDeviation * estimates.people.noiseDeviation
    let x = density.value
    let expected = x * (1 - x) / 1_020 + (noise + x * x * counts) / people2
    #expect(abs(density.standardError * density.standardError / expected - 1) < 1e-9)
  }

  @Test("without a source, an admission or a drawn statistic the reason is told")
  func withheld() throws {
    let people = clubs(2)
    let plain = try estimates(people, sources: [.visits, .connections])
    #expect(plain.outcome(of: .averageCompatibility).reason == .noSource)
    #expect(plain.connectionFrequency.reason == .noSource && plain.outcome(of: .networkDensity).value != nil)
    #expect(try estimates(people, isAdmitted: false).outcome(of: .networkDensity).reason == .notAdmitted)
    var release = try WeeklyFixtures.release(of: WeeklyFixtures.network(people))
    release.statistics = []
    let none = try NetworkEstimates([release], cells: try cells(of: people))
    #expect(none.outcome(of: .networkDensity).reason == .notReleased && none.asOf == nil)
  }

  @Test("whoever is within two hops is within three, however the noise falls")
  func leastReach() throws {
    let people = clubs(30)
    var release = try WeeklyFixtures.release(of: WeeklyFixtures.network(people), hasNoise: false)
    let place = try #require(release.statistics.firstIndex { $0.name == NetworkStatistic.threeHopPairs.rawValue })
    release.statistics[place].sums = [-1_000]
    let estimates = try NetworkEstimates([release], cells: try cells(of: people))
    let reach = try #require(estimates.outcome(of: .communityReach).value)
    #expect(abs(reach.value - (4.588235294117647 + 15.588235294117647) / 1_020) < 1e-9)
  }

  @Test("a release that is not what it says is refused")
  func refused() throws {
    let people = clubs(2)
    let release = try WeeklyFixtures.release(of: WeeklyFixtures.network(people))
    let cells = try cells(of: people)
    var changes = Array(repeating: release, count: 4)
    changes[0].statistics[0].sums.append(1)
    changes[1].statistics[2].granularityBits = 0
    changes[2].statistics.append(release.statistics[0])
    changes[3].statistics[0].asOfUs = ReleaseFixtures.run.cutOff + 1
    for changed in changes {
      #expect(throws: EstimateError.self) { try NetworkEstimates([changed], cells: cells) }
    }
    #expect(throws: EstimateError.empty) { try NetworkEstimates([], cells: cells) }
  }

  @Test("two regions are read as one network of separate parts")
  func regions() throws {
    let people = clubs(30)
    let release = try WeeklyFixtures.release(of: WeeklyFixtures.network(people), hasNoise: false)
    let agents = people.map { records in ReleaseFixtures.agent { $0.connections = records.connections.count } }
    let cells = try ["a/all/all", "b/all/all"].map {
      try WeeklyFixtures.release(of: agents, id: $0, hasNoise: false)
    }
    let both = try NetworkEstimates(
      [release, release], cells: try SegmentEstimates(cells, policy: .research))
    let ring = try #require(both.outcome(of: .indirectConnections).value)
    #expect(abs(ring.value - 15.588235294117647) < 1e-9)
    let one = try estimates(people).outcome(of: .communityReach)
    let two = both.outcome(of: .communityReach)
    #expect(abs((two.value?.value ?? 0) - (one.value?.value ?? 1) / 2) < 1e-4)
  }
}
