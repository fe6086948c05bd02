import EngineFixtures
import EnrichmentSchema
import Measures
import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Releases

@Suite("reading a segment's profile", .timeLimit(.minutes(2)))
struct ProfileEstimatesTests {
  private func estimates(
    _ agents: [AgentMeasures], policy: PrivacyPolicy = .research, hasNoise: Bool = false,
    sources: RegionSources = .all, isAdmitted: Bool = true
  ) throws -> SegmentEstimates {
    try SegmentEstimates(
      [
        try WeeklyFixtures.release(
          of: agents, sources: sources, policy: policy, isAdmitted: isAdmitted, hasNoise: hasNoise)
      ], policy: policy)
  }

  private let path: [JourneyCategory] = [.home, .coffee, .work, .food]

  /// People who all go home > coffee > work > food, and some of whom go shopping.
  private func commuters(_ count: Int) -> [AgentMeasures] {
    (0..<count).map { number in
      WeeklyFixtures.agent { agent in
        var moves: [(JourneyCategory, JourneyCategory, Double)] = [
          (.home, .coffee, 0.5), (.coffee, .work, 0.5), (.work, .food, 0.5),
        ]
        if number.isMultiple(of: 3) { moves.append((.work, .shopping, 0.5)) }
        agent.profile?.transitions = WeeklyFixtures.moves(moves)
      }
    }
  }

  @Test("quartiles are straight inside a bin, in order, and of the right dimension")
  func quartiles() throws {
    let agents = (0..<1_600).map { number in
      WeeklyFixtures.agent { agent in
        agent.dimensions[0] = (Double(number) + 0.5) / 1_600
        agent.dimensions[1] = number < 800 ? 0.1 : 0.9
      }
    }
    let estimates = try estimates(agents)
    let even = try #require(estimates.quartiles(of: .explorationEagerness).value)
    #expect(zip(even.values, [0.25, 0.5, 0.75]).allSatisfy { abs($0 - $1) < 1e-9 })
    for (value, interval) in zip(even.values, even.intervals) { #expect(interval.contains(value)) }
    let split = try #require(estimates.quartiles(of: .communityOrientation).value)
    #expect(abs(split.values[0] - 1.5 / 16) < 1e-9 && abs(split.values[2] - 14.5 / 16) < 1e-9)
    #expect(estimates.profileAsOf == ReleaseFixtures.run.cutOff)
  }

  @Test("the interval of a quartile has the width of its bin at least, also of a crowd that is all at one edge")
  func quartileWidths() throws {
    for (bin, expected) in [(15, 15.0 / 16...1), (0, 0...1.0 / 16), (7, 7.0 / 16...8.0 / 16)] {
      var counts = [Double](repeating: 0, count: 16)
      counts[bin] = 4_000
      let histogram = try #require(NoisyHistogram(NoisySums(values: counts, variance: 1), people: 4_000))
      let quartiles = try #require(QuartileEstimate(histogram))
      for interval in quartiles.intervals { #expect(interval == expected) }
    }
    // Noise that invents people in empty bins does not draw the interval away from the crowd.
    var noisy = (0..<16).map { $0.isMultiple(of: 2) ? 60.0 : -60 }
    noisy[14] += 4_000
    let histogram = try #require(NoisyHistogram(NoisySums(values: noisy, variance: 60 * 60), people: 4_000))
    for interval in try #require(QuartileEstimate(histogram)).intervals {
      #expect(interval.lowerBound <= 0.9 && interval.upperBound >= 15.0 / 16 && interval.upperBound < 1.01)
    }
  }

  @Test("quartiles appear from about 5,050 people under the default policy")
  func quartileSize() throws {
    let agents = Array(repeating: WeeklyFixtures.agent(), count: 40)
    for (people, isShown) in [(Int64(5_000), false), (5_100, true)] {
      var release = try WeeklyFixtures.release(of: agents, policy: .default, hasNoise: false)
      release.statistics[0].sums = [people, people, people]
      let estimates = try SegmentEstimates([release], policy: .default)
      let outcome = estimates.quartiles(of: .energyPreference)
      #expect((outcome.value != nil) == isShown && (isShown || outcome.reason == .lowConfidence))
    }
  }

  @Test("the typical path is the most probable one of four different categories, and every step is certain")
  func typicalPath() throws {
    let estimates = try estimates(commuters(1_200))
    let journeys = try #require(estimates.journeys.value)
    #expect(journeys.path == path)
    #expect(journeys.steps.map(\.from).prefix(3) == [.home, .work, .coffee], "equal ones by category")
    #expect(abs(journeys.steps[0].share - 0.3) < 1e-3 && journeys.steps.count == 4)
    for step in journeys.steps { #expect(step.interval.contains(step.share)) }
  }

  @Test("the path is decoded over the chain and not step by step")
  func decoding() throws {
    // From home most go to travel, but from there nobody goes on; the whole path through coffee is likelier.
    let moves: [(JourneyCategory, JourneyCategory, Double)] = [
      (.home, .travel, 0.6), (.home, .coffee, 0.4), (.coffee, .work, 0.45), (.coffee, .culture, 0.3),
      (.work, .food, 0.3), (.culture, .food, 0.3),
    ]
    let agents = (0..<1_000).map { _ in
      WeeklyFixtures.agent { $0.profile?.transitions = WeeklyFixtures.moves(moves) }
    }
    #expect(try estimates(agents).journeys.value?.path == path)
  }

  @Test("the steps told are those of the path, however rare, and the most frequent others")
  func pathAmongSteps() throws {
    var moves: [(JourneyCategory, JourneyCategory, Double)] = [
      (.home, .coffee, 0.9), (.coffee, .work, 0.05), (.work, .food, 0.05),
    ]
    for from in [JourneyCategory.education, .shopping, .travel] {
      for to in [JourneyCategory.culture, .event, .nightlife, .outdoorsSport] { moves.append((from, to, 0.1)) }
    }
    let agents = Array(
      repeating: WeeklyFixtures.agent { $0.profile?.transitions = WeeklyFixtures.moves(moves) }, count: 2_000)
    let estimates = try estimates(agents)
    let journeys = try #require(estimates.journeys.value)
    #expect(journeys.path == path && journeys.steps.count == JourneyEstimate.mostSteps)
    #expect(journeys.steps.suffix(2).map(\.to) == [.food, .work])
  }

  @Test("of two paths that are equally probable none is told, and the steps are")
  func unresolved() throws {
    let moves: [(JourneyCategory, JourneyCategory, Double)] = [
      (.home, .coffee, 0.5), (.coffee, .work, 0.4), (.work, .food, 0.4), (.food, .home, 0.5),
    ]
    let agents = Array(
      repeating: WeeklyFixtures.agent { $0.profile?.transitions = WeeklyFixtures.moves(moves) }, count: 2_000)
    let journeys = try #require(try estimates(agents).journeys.value)
    #expect(journeys.path == nil && (journeys.pathConfidence ?? 1) < 0.6 && journeys.steps.count == 4)
  }

  @Test("moves that nobody makes neither inflate the total nor appear, drawn again and again")
  func inventedMoves() throws {
    var source = SeededBitsForTesting(seed: 11)
    var counts = [Double](repeating: 0, count: 144)
    for (from, to) in [(JourneyCategory.home, JourneyCategory.coffee), (.coffee, .work), (.work, .food)] {
      counts[MoveTable.size * Int(from.rawValue) + Int(to.rawValue)] = 900
    }
    var (held, invented) = (0, 0)
    for _ in 0..<300 {
      let noisy = counts.map { $0 + 25 * normal(&source) }
      let sums = NoisySums(values: noisy, variance: 625)
      let journeys = try #require(JourneyEstimate(sums))
      held += journeys.steps.first { $0.from == .coffee }?.interval.contains(1.0 / 3) == true ? 1 : 0
      invented += journeys.steps.count > 3 ? 1 : 0
      #expect(journeys.steps.reduce(0) { $0 + $1.share } <= 1 + 1e-12, "noise takes away from the total too")
    }
    #expect(held >= 280, "95 in 100: \(held) of 300")
    #expect(invented <= 15, "5 in 100: \(invented) of 300")
  }

  private func normal(_ source: inout SeededBitsForTesting) -> Double {
    (0..<12).reduce(-6) { sum, _ in sum + ReleaseFixtures.unit(&source) }
  }

  @Test("a path with a step that may be noise is withheld, certain steps are still told")
  func uncertainStep() throws {
    let few = (0..<900).map { number in
      WeeklyFixtures.agent { agent in
        let rare: [(JourneyCategory, JourneyCategory, Double)] = number == 0 ? [(.work, .event, 1)] : []
        agent.profile?.transitions = WeeklyFixtures.moves([(.home, .coffee, 0.7), (.coffee, .work, 0.7)] + rare)
      }
    }
    let estimates = try estimates(few)
    let journeys = try #require(estimates.journeys.value)
    #expect(journeys.path == nil && journeys.steps.map(\.to) == [.coffee, .work])
  }

  @Test("the word of the median journey, with the probability that it is right")
  func frequency() throws {
    let agents = (0..<1_000).map { number in
      WeeklyFixtures.agent { $0.profile?.frequency = number < 400 ? .daily : number < 900 ? .weekly : .rarely }
    }
    let outcome = try estimates(agents).journeyFrequency
    let bucket = try #require(outcome.value)
    #expect(Journeys.Frequency.allCases[bucket.index] == .weekly && bucket.confidence > 0.99)
    let close = (0..<1_000).map { number in
      WeeklyFixtures.agent { $0.profile?.frequency = number < 499 ? .daily : .weekly }
    }
    #expect(try (estimates(close).journeyFrequency.value?.confidence ?? 0) < 0.7)
  }

  @Test("authenticity is the mean over the people who have both values, with its own count")
  func authenticity() throws {
    let with = Array(repeating: WeeklyFixtures.agent(), count: 700)
    let without = Array(repeating: WeeklyFixtures.agent { $0.profile?.authenticity = nil }, count: 600)
    let outcome = try estimates(with + without).authenticity
    let quantity = try #require(outcome.value)
    #expect(abs(quantity.value - 0.8) < 1e-3 && quantity.tolerance == 0.05)
    let sampling = 0.8 * 0.2 / 700
    #expect(quantity.standardError * quantity.standardError > sampling)
    #expect(quantity.standardError * quantity.standardError < 1.1 * sampling + 0.000_1)
  }

  @Test("without a source, an admission or a drawn statistic the reason is told")
  func withheld() throws {
    let agents = commuters(300)
    let poor = try estimates(agents, sources: [.visits])
    #expect(poor.authenticity.reason == .noSource && poor.journeys.value != nil)
    #expect(poor.quartiles(of: .valueOrientation).reason == .noSource)
    #expect(poor.quartiles(of: .explorationEagerness).reason != .noSource)
    let small = try estimates(agents, isAdmitted: false)
    #expect(small.journeys.reason == .notAdmitted && small.authenticity.reason == .notAdmitted)
    #expect(small.quartiles(of: .noveltySeeking).reason == .notAdmitted)
    let daily = try SegmentEstimates(
      [try ReleaseFixtures.release(of: ReleaseFixtures.cell(agents))], policy: .research)
    #expect(daily.journeys.reason == .notReleased && daily.journeyFrequency.reason == .notReleased)
    #expect(daily.profileAsOf == nil)
    let noisy = try estimates(Array(agents.prefix(3)), policy: .default, hasNoise: true)
    #expect(noisy.quartiles(of: .noveltySeeking).reason == .lowConfidence)
  }

  @Test("a union adds its cells' counts, and a release that is not what it says is refused")
  func union() throws {
    let one = try WeeklyFixtures.release(of: commuters(600), id: "a", seed: 1)
    let other = try WeeklyFixtures.release(of: commuters(900), id: "b", seed: 2)
    let union = try SegmentEstimates([one, other], policy: .research)
    #expect(union.journeys.value?.path == path)
    let index = try #require(one.statistics.firstIndex { $0.name == "journey_transitions" })
    var changes = Array(repeating: one, count: 4)
    changes[0].statistics[index].coordinates.swapAt(0, 1)
    changes[1].statistics[index].sums.removeLast()
    changes[2].statistics[index].asOfUs = one.cutOffUs + 1
    changes[3].statistics.append(one.statistics[index])
    for changed in changes {
      #expect(throws: EstimateError.self) { try SegmentEstimates([changed], policy: .research) }
    }
  }

  /// 925 intervals. Those of quartiles go from edge to edge of bins, and hold the truth more often than 95 times in 100.
  @Test("95 % intervals of quartiles and authenticity hold the truth, with the noise of the research policy")
  func coverage() throws {
    var source = SeededBitsForTesting(seed: 77)
    var (held, all) = (0, 0)
    for seed in 0..<25 {
      let agents = (0..<600).map { _ in
        WeeklyFixtures.agent { agent in
          agent.dimensions = (0..<12).map { _ in ReleaseFixtures.unit(&source) }
          agent.profile?.authenticity = ReleaseFixtures.unit(&source) < 0.8 ? 1 : 0
        }
      }
      let release = try WeeklyFixtures.release(of: agents, seed: UInt64(seed) + 5)
      let estimates = try SegmentEstimates([release], policy: .research)
      let authenticity = try #require(estimates.authenticity.value)
      held += authenticity.interval.contains(0.8) ? 1 : 0
      all += 1
      for dimension in Dimension.allCases {
        let quartiles = try #require(estimates.quartiles(of: dimension).value)
        for (interval, truth) in zip(quartiles.intervals, QuartileEstimate.ranks) {
          held += interval.contains(truth) ? 1 : 0
          all += 1
        }
      }
    }
    let coverage = Double(held) / Double(all)
    #expect(all == 25 * 37 && coverage >= 0.94, "coverage \(coverage)")
  }
}
