import Measures
import Population
import Testing

/// People whose rows are few, doubled, at odd hours or on the far side of the globe.
@Suite("degenerate people", .timeLimit(.minutes(1)))
struct DegeneratePeopleTests {
  private func measures(
    _ visits: [Visit], in context: MeasureContext = RawRows.context()
  ) -> (all: AgentMeasures, behavior: BehaviorMeasures, dimensions: DimensionMeasures) {
    let records = RawRows.records(visits)
    let history = VisitHistory(visits, in: context.window)
    return (
      AgentMeasures.measure(records, in: context, consents: .all) { _ in true },
      BehaviorMeasures.measure(records, in: context),
      DimensionMeasures.measure(records, history: history, placeEntropy: history.placeEntropy, in: context)
    )
  }

  private func walk(west: Int) -> [Visit] {
    (0..<24).map { number in
      var visit = RawRows.visit(UInt64(number % 7 + 1), day: number, hour: Double(number % 24), minutes: 40)
      let longitude = (west + 5 * (number % 7) + 54_000) % 36_000 - 18_000
      visit.coordinate = CoarseCoordinate(latitude: -1_700, longitude: longitude)
      return visit
    }
  }

  @Test("without visits, and with one, nobody is eligible for behaviour and no dimension is revealed")
  func fewVisits() {
    for visits in [[], [RawRows.visit(3, minutes: 20)]] {
      let (all, _, dimensions) = measures(visits)
      #expect(!all.isBehaviorEligible && !all.isPersonalityEligible && all.isNetworkEligible)
      #expect(all.dwellMinutes == nil && all.explorationTendency == nil && all.visitLengths == nil)
      #expect(dimensions.revealed.allSatisfy { $0 == nil })
      #expect(all.connections == 0)
    }
  }

  @Test("a walk around the antimeridian has the measures of the same walk elsewhere")
  func antimeridian() throws {
    let (fiji, elsewhere) = (measures(walk(west: 17_985)), measures(walk(west: 3_000)))
    #expect(fiji.behavior == elsewhere.behavior)
    for (there, here) in zip(fiji.dimensions.values, elsewhere.dimensions.values) {
      switch (there, here) {
      case (nil, nil): break
      case (let there?, let here?): #expect(abs(there - here) < 1e-9)
      default: Issue.record("a dimension is known on one side only")
      }
    }
    let moved = try #require(fiji.dimensions.revealed[Dimension.locationAdventurousness.rawValue])
    #expect(moved > 0.3 && moved < 1)
  }

  @Test("visits over the hour that comes twice, and over the one that is skipped, keep their length and order")
  func clockChanges() throws {
    let calendar = try #require(RegionCalendar(timeZone: "America/New_York"))
    // 2024-11-03 06:00 UTC and 2025-03-09 07:00 UTC: the moments of the changes.
    for change in [1_730_613_600, 1_741_503_600] as [Int64] {
      let moment = change * RegionCalendar.second
      var context = RawRows.context(calendar: calendar)
      context.window = MeasureWindow(cutOff: moment + 20 * RegionCalendar.day)
      let visits = (-6..<6).map { number -> Visit in
        let arrive = moment + Int64(number) * RegionCalendar.hour / 2
        return Visit(
          id: UInt64(number + 7), place: UInt64(number + 7), arrive: arrive, leave: arrive + 15 * RegionCalendar.minute,
          category: .food)
      }
      let (_, behavior, _) = measures(visits, in: context)
      #expect(behavior.visits == 12 && behavior.dwellMinutes == 15 && behavior.droppedDwells == 0)
      #expect(behavior.explorationTendency == 1 && behavior.journeyVariability.map { (0...1).contains($0) } == true)
      // Without measured ends the gap is 30 minutes of real time, whatever the clocks on the wall say.
      context.sources.remove(.dwell)
      let estimated = measures(visits, in: context).behavior
      #expect(estimated.isDwellEstimated && estimated.dwellMinutes == 15)
    }
  }

  @Test("every row delivered twice changes nothing, in any order")
  func duplicates() {
    var random = SplitMix64(seed: 21)
    let visits = walk(west: 1_000)
    let once = measures(visits)
    for _ in 0..<5 {
      let twice = measures((visits + visits).shuffled(using: &random))
      #expect(twice.all == once.all && twice.behavior == once.behavior && twice.dimensions == once.dimensions)
    }
  }

  @Test("times at the ends of what a row can hold are outside the window and no overflow")
  func extremeTimes() {
    let ends: [Int64] = [.min, .min + 1, 0, .max - 1, .max]
    let visits = ends.enumerated().map { number, time in
      Visit(id: UInt64(number), place: 4, arrive: time, leave: .max, category: .food)
    }
    #expect(measures(visits).behavior.visits == 0)
    var within = RawRows.visit(1, minutes: 5)
    within.leave = .max
    let (_, behavior, _) = measures([within])
    #expect(behavior.droppedDwells == 1 && behavior.dwellMinutes == nil)
  }

  @Test("more returns never raise exploration, and more company never lowers engagement")
  func monotone() throws {
    let base = (0..<12).map { RawRows.visit(UInt64($0 + 1), day: 7 * ($0 % 12), .work) }
    var (returns, social) = (base, base)
    var (exploration, engagement) = (1.0, 0.0)
    for number in 0..<12 {
      returns.append(RawRows.visit(1, day: 80, hour: Double(number)))
      social[number] = RawRows.visit(UInt64(number + 1), day: 7 * number, .event)
      let explored = try #require(measures(returns).behavior.explorationTendency)
      let engaged = try #require(measures(social).behavior.communityEngagement)
      #expect(explored < exploration && engaged > engagement)
      (exploration, engagement) = (explored, engaged)
    }
    #expect(engagement == 1)
  }
}
