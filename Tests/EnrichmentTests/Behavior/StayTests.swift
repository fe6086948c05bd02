import Enrichment
import Testing

@Suite("Stays, locations and journeys")
struct StayTests {
  private static let home = GeographicPosition(latitudeDegrees: -17.7, longitudeDegrees: 179.9999)
  private static let across = GeographicPosition(latitudeDegrees: -17.7, longitudeDegrees: -179.9999)
  private static let away = GeographicPosition(latitudeDegrees: -17.8, longitudeDegrees: 179.9)

  private func fix(_ minute: Int64, _ position: GeographicPosition) -> Fix {
    Fix(time: minute * RegionCalendar.minute, position: position)
  }

  @Test("a stay of 30 minutes before a gap of 20 lasts 30 minutes")
  func longGap() throws {
    let fixes = [0, 10, 20, 30].map { fix($0, Self.home) } + [fix(50, Self.away)]
    let stay = try #require(StayDetection().stays(in: fixes).first)
    #expect(stay.leave - stay.arrive == 30 * RegionCalendar.minute)
  }

  @Test("a gap of up to 15 minutes is split between the stay and the way")
  func shortGap() throws {
    let fixes = [0, 10, 20, 30].map { fix($0, Self.home) } + [fix(44, Self.away)]
    let stay = try #require(StayDetection().stays(in: fixes).first)
    #expect(stay.leave - stay.arrive == 37 * RegionCalendar.minute)
  }

  @Test("stays do not depend on the order of readings, on repeated ones, or on the antimeridian")
  func robustness() throws {
    let fixes = [
      fix(0, Self.home), fix(5, Self.across), fix(9, Self.home), fix(40, Self.away), fix(46, Self.away),
      fix(100, Self.across), fix(110, Self.home),
    ]
    let stays = StayDetection().stays(in: fixes)
    #expect(stays.count == 3)
    #expect(StayDetection().stays(in: fixes.reversed() + fixes) == stays)
    #expect(LocationClustering().locations(of: stays.map(\.position)) == [0, 1, 0])
  }

  @Test("too short a stay and no readings give nothing")
  func nothing() {
    #expect(StayDetection().stays(in: [fix(0, Self.home), fix(4, Self.home)]).isEmpty)
    #expect(StayDetection().stays(in: [Fix]()).isEmpty)
    #expect(LocationClustering().locations(of: []).isEmpty)
  }

  @Test("locations are chains of stays within reach of each other")
  func chains() {
    let chain = [0.0, 0.0016, 0.0008].map { GeographicPosition(latitudeDegrees: 10, longitudeDegrees: $0) }
    #expect(LocationClustering().locations(of: chain) == [0, 0, 0])
    #expect(LocationClustering().locations(of: Array(chain.prefix(2))) == [0, 1])
  }

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
