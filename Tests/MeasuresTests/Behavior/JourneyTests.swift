import Measures
import Population
import Testing

@Suite("Journeys and the law of exploration", .timeLimit(.minutes(1)))
struct JourneyTests {
  @Test("journeys are days of two visits; their rhythm is the median gap")
  func journeys() {
    let visits = [0, 3, 6, 20].flatMap { day in
      [RawRows.visit(1, day: day, hour: 8, .home), RawRows.visit(2, day: day, hour: 9, .work)]
    }
    let journeys = Journeys(visits + [RawRows.visit(1, day: 30, .home)], calendar: .utc)
    #expect(journeys.days.count == 4)
    #expect(journeys.medianGap == 3)
    #expect(journeys.frequency == .severalTimesAWeek)
    #expect(journeys.transitions[Int(JourneyCategory.work.rawValue)] == 1)
    #expect(Journeys([], calendar: .utc).frequency == nil)
    #expect(Journeys.Frequency(days: 10.5).name == "monthly")
  }

  @Test("a planted exploration law is recovered within its 95 % interval")
  func explorationLaw() throws {
    var covered = (rho: 0, gamma: 0)
    let worlds = 200
    for world in 0..<worlds {
      var random = SplitMix64(seed: 77, stream: UInt64(world))
      var trials = ExplorationLaw.Trials()
      for _ in 0..<20 { trials.add(Self.explore(rho: 0.6, gamma: 0.21, steps: 150, &random)) }
      let law = try #require(ExplorationLaw.fit(trials))
      if abs(law.gamma - 0.21) <= 1.96 * law.gammaError { covered.gamma += 1 }
      if abs(law.rho / 0.6 - 1) <= 1.96 * law.logRhoError { covered.rho += 1 }
    }
    #expect(covered.gamma >= 184)
    #expect(covered.rho >= 184)
  }

  private static func explore(rho: Double, gamma: Double, steps: Int, _ random: inout SplitMix64) -> [Int] {
    var visits = [0]
    var distinct = 1
    for _ in 0..<steps {
      if random.unit() < ExplorationLaw.probability(rho: rho, gamma: gamma, distinct: distinct) {
        visits.append(distinct)
        distinct += 1
      } else {
        visits.append(visits[random.below(visits.count)])
      }
    }
    return visits
  }

  @Test("a law is not fitted to trials that do not determine it")
  func noLaw() {
    var trials = ExplorationLaw.Trials()
    #expect(ExplorationLaw.fit(trials) == nil)
    trials.add([1, 2, 3, 4])
    #expect(ExplorationLaw.fit(trials) == nil)
  }
}
