package import EnrichmentSchema
package import Measures
package import Population
package import Privacy
package import Releases
package import SamplerFixtures

/// People, cells and networks for the tests of the families that are drawn once a term.
package enum WeeklyFixtures {
  /// An agent with a profile: several journeys a week, moves home > coffee (.6) and coffee > work (.8).
  package static func agent(_ change: (inout AgentMeasures) -> Void = { _ in }) -> AgentMeasures {
    ReleaseFixtures.agent { agent in
      var profile = ProfileMeasures()
      profile.transitions = moves([(.home, .coffee, 0.6), (.coffee, .work, 0.8)])
      profile.frequency = .severalTimesAWeek
      profile.authenticity = 0.8
      agent.profile = profile
      change(&agent)
    }
  }

  /// A table of moves.
  package static func moves(_ counts: [(JourneyCategory, JourneyCategory, Double)]) -> [Double] {
    var table = [Double](repeating: 0, count: 144)
    for (from, to, count) in counts { table[12 * Int(from.rawValue) + Int(to.rawValue)] = count }
    return table
  }

  /// An agent with random values.
  package static func random(_ source: inout SeededBitsForTesting) -> AgentMeasures {
    agent { agent in
      agent.dimensions = (0..<12).map { _ in ReleaseFixtures.unit(&source) }
      var table = [Double](repeating: 0, count: 144)
      for _ in 0..<5 { table[Int(source.below(144))] = 1 / 5.0.squareRoot() }
      agent.profile?.transitions = table
      agent.profile?.frequency = Journeys.Frequency.allCases[Int(source.below(5))]
      agent.profile?.authenticity = ReleaseFixtures.unit(&source)
    }
  }

  /// The profile sums of a cell.
  package static func profile(_ agents: [AgentMeasures], sources: RegionSources = .all) -> ProfileAccumulator {
    let daily = DailyFamily(sources: sources)
    var cell = ProfileAccumulator(family: ProfileFamily(sources: sources))
    for agent in agents { cell.add(agent, purposes: daily.purposes(of: agent)) }
    return cell
  }

  /// The release of a cell with both families, everything admitted or nothing.
  package static func release(
    of agents: [AgentMeasures], id: String = "jakarta/all/all", sources: RegionSources = .all,
    policy: PrivacyPolicy = .research, seed: UInt64 = 1, isAdmitted: Bool = true, hasNoise: Bool = true
  ) throws -> SegmentRelease {
    let cell = ReleaseFixtures.cell(agents, sources: sources)
    let profile = profile(agents, sources: sources)
    let builder = try ReleaseBuilder(policy: policy, family: cell.family)
    var source = SeededBitsForTesting(seed: seed)
    var admissions = builder.admissions(of: cell, using: &source)
    for index in admissions.indices { admissions[index].admitted = isAdmitted }
    var release = try builder.release(
      of: cell, profile: profile, cell: ReleaseFixtures.releasedCell(id), run: ReleaseFixtures.run,
      admissions: admissions, using: &source)
    guard !hasNoise else { return release }
    for index in release.statistics.indices {
      let name = release.statistics[index].name
      let exact =
        DailyStatistic(rawValue: name).flatMap(cell.exactSums)
        ?? ProfileStatistic(rawValue: name).flatMap(profile.exactSums)
      release.statistics[index].sums = exact ?? []
      release.statistics[index].smoothedSums = []
    }
    return release
  }

  /// A pseudonym for a number.
  package static func person(_ number: Int) -> AgentID { AgentID(words: 7, 7, 7, UInt64(number) + 1) }

  /// The rows of the people of a graph, as each of them would store them. Values of a tie go by both ends.
  package static func people(_ nodes: Int, _ ties: [(Int, Int)], value: (Int, Int) -> Int32 = { _, _ in 500_000 })
    -> [AgentRecords]
  {
    var records = (0..<nodes).map { AgentRecords(person: Person(agent: person($0), region: "jakarta")) }
    for (left, right) in ties {
      let slots = Tie.Slots(own: records[left].connections.count, peer: records[right].connections.count)
      for (owner, peer, slots) in [(left, right, slots), (right, left, slots.mirrored)] {
        records[owner].connections.append(
          Tie(
            peer: person(peer), first: 0, last: 10, sessions: value(owner, peer) > 500_000 ? 9 : 0,
            compatibility: value(owner, peer), learningSlope: (value(owner, peer) - 500_000) / 10, slots: slots))
      }
    }
    return records
  }

  /// Ten weeks after the ties of `people` began.
  package static let cutOff: Int64 = 70 * 86_400_000_000

  /// The network of people.
  package static func network(_ people: [AgentRecords], sources: RegionSources = .all) -> NetworkAccumulator {
    var network = NetworkAccumulator(family: NetworkFamily(sources: sources), cutOff: cutOff)
    for records in people { network.add(records) }
    return network
  }

  /// The release of a region's network, with or without noise.
  package static func release(
    of network: NetworkAccumulator, policy: PrivacyPolicy = .research, seed: UInt64 = 2, hasNoise: Bool = true
  ) throws -> SegmentRelease {
    let builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: network.family.sources))
    var source = SeededBitsForTesting(seed: seed)
    var release = builder.network(
      of: network, cell: ReleaseFixtures.releasedCell("jakarta"), run: ReleaseFixtures.run, using: &source)
    guard !hasNoise else { return release }
    let exact = network.exactSums()
    for index in release.statistics.indices {
      release.statistics[index].sums =
        NetworkStatistic(rawValue: release.statistics[index].name).flatMap {
          exact[$0]
        } ?? []
    }
    return release
  }
}
