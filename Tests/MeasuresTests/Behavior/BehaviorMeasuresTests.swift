import Measures
import Population
import Testing

@Suite("Measures of behaviour", .timeLimit(.minutes(1)))
struct BehaviorMeasuresTests {
  @Test("a person without visits has no values, never zeros")
  func noVisits() {
    let measures = BehaviorMeasures.measure(RawRows.records([]), in: RawRows.context())
    #expect(measures.visits == 0)
    #expect(measures.dwellMinutes == nil && measures.visitLengths == nil)
    #expect(measures.explorationTendency == nil && measures.communityEngagement == nil)
    #expect(measures.journeyVariability == nil)
    #expect(measures.interestCluster == .unknown)
  }

  @Test("one visit has a value for everything that one visit can tell")
  func oneVisit() {
    let measures = BehaviorMeasures.measure(RawRows.records([RawRows.visit(5, minutes: 30)]), in: RawRows.context())
    #expect(measures.dwellMinutes == 30)
    #expect(measures.explorationTendency == 1)
    #expect(measures.communityEngagement == 1)
    #expect(measures.journeyVariability == 0)
  }

  @Test("new is what was seen neither in the lookback nor earlier in the window; home is never new")
  func exploration() {
    let visits = [
      RawRows.visit(1, day: -10), RawRows.visit(9, day: -200), RawRows.visit(1, day: 1), RawRows.visit(2, day: 2),
      RawRows.visit(2, day: 3), RawRows.visit(9, day: 4), RawRows.visit(Visit.noPlace, day: 5, .home),
    ]
    #expect(BehaviorMeasures.measure(RawRows.records(visits), in: RawRows.context()).explorationTendency == 0.4)
  }

  @Test("a visit without a place counts as its source says and not at all when it does not say")
  func unnamedPlaces() {
    var told = RawRows.visit(Visit.noPlace, day: 1)
    told.firstVisitHint = true
    let untold = RawRows.visit(Visit.noPlace, day: 2)
    let measures = BehaviorMeasures.measure(RawRows.records([told, untold]), in: RawRows.context())
    #expect(measures.explorationTendency == 1)
    let silent = BehaviorMeasures.measure(RawRows.records([untold]), in: RawRows.context())
    #expect(silent.explorationTendency == nil)
  }

  @Test("the order of rows and rows that come twice make no difference")
  func permutations() {
    var random = SplitMix64(seed: 2)
    var visits = (0..<60).map {
      RawRows.visit(UInt64(1 + random.below(9)), day: $0, minutes: Double(random.below(200)))
    }
    let measures = BehaviorMeasures.measure(RawRows.records(visits), in: RawRows.context())
    for _ in 0..<10 {
      visits.shuffle(using: &random)
      #expect(BehaviorMeasures.measure(RawRows.records(visits + visits), in: RawRows.context()) == measures)
    }
  }

  @Test("at most 20 visits count, chosen by the key and not by value")
  func visitBound() {
    let short = (0..<40).map { RawRows.visit(UInt64($0 + 1), day: $0, minutes: 10, id: UInt64($0)) }
    var long = short
    for index in long.indices { long[index].leave = long[index].arrive + Int64(index) * RegionCalendar.minute }
    let context = RawRows.context()
    let kept = context.order.keep(Array(0..<40), of: RawRows.agent(1), atMost: 20) { UInt64($0) }
    #expect(kept.count == 20 && kept == kept.sorted())
    let mean = Double(kept.reduce(0, +)) / 20
    #expect(BehaviorMeasures.measure(RawRows.records(long), in: context).dwellMinutes == mean)
    let other = KeyedOrder.mixed(seed: 4).keep(Array(0..<40), of: RawRows.agent(1), atMost: 20) { UInt64($0) }
    #expect(other != kept)
  }

  @Test("impossible lengths are dropped and counted, long ones clamped")
  func dwellLimits() {
    let visits = [
      RawRows.visit(1, day: 1, minutes: -5), RawRows.visit(1, day: 2, minutes: 25 * 60),
      RawRows.visit(1, day: 3, minutes: 600), RawRows.visit(1, day: 4, minutes: 60),
      RawRows.visit(1, day: 5, minutes: 14.9),
    ]
    let measures = BehaviorMeasures.measure(RawRows.records(visits), in: RawRows.context())
    #expect(measures.droppedDwells == 2 && measures.clampedDwells == 1)
    #expect(measures.dwellMinutes == (240 + 60 + 14.9) / 3)
    #expect(measures.visitLengths == AgentMeasures.VisitLengths(short: 1.0 / 3, medium: 1.0 / 3, long: 1.0 / 3))
  }

  @Test("without measured ends dwell is the same-day gap minus the way, and says so")
  func estimatedDwell() throws {
    let here = try #require(CoarseCoordinate(latitudeDegrees: 40.7, longitudeDegrees: -74))
    let there = try #require(CoarseCoordinate(latitudeDegrees: 40.8, longitudeDegrees: -74))
    var visits = [
      RawRows.visit(1, hour: 8), RawRows.visit(2, hour: 9), RawRows.visit(3, hour: 9.1), RawRows.visit(4, hour: 15),
      RawRows.visit(5, day: 1, hour: 1),
    ]
    let context = RawRows.context(sources: [.visits])
    let flat = BehaviorMeasures.measure(RawRows.records(visits), in: context)
    #expect(flat.isDwellEstimated)
    #expect(abs(try #require(flat.dwellMinutes) - (45 + 240) / 2) < 1e-9)
    visits[0].coordinate = here
    visits[1].coordinate = there
    let moved = BehaviorMeasures.measure(RawRows.records(visits), in: context)
    let way = here.position.distance(to: there.position) * 3 + 5
    #expect(abs(try #require(moved.dwellMinutes) - (60 - way + 240) / 2) < 1e-9)
  }

  @Test("engagement is weeks with a visit to a social place over weeks with any; nothing else that was done counts")
  func engagement() {
    var records = RawRows.records([
      RawRows.visit(1, day: 0, .food), RawRows.visit(2, day: 7, .work), RawRows.visit(3, day: 15, .work),
      RawRows.visit(3, day: 22, .shopping),
    ])
    records.actions = [Action(id: 1, kind: .ai2aiSession, time: RawRows.time(day: 14))]
    records.adoptions = [Adoption(id: 2, item: 4, time: RawRows.time(day: 29))]
    #expect(BehaviorMeasures.measure(records, in: RawRows.context()).communityEngagement == 0.25)
  }

  @Test("events at and after the cut-off do not count")
  func cutOff() {
    let visits = [RawRows.visit(1, day: 89, hour: 23), RawRows.visit(2, day: 90, hour: 0), RawRows.visit(2, day: 400)]
    #expect(BehaviorMeasures.measure(RawRows.records(visits), in: RawRows.context()).visits == 1)
  }

  @Test(
    "the interest cluster is the one most visited in lookback and window together, home and work left out, ties in order"
  )
  func interestCluster() {
    func cluster(_ categories: [JourneyCategory], firstDay: Int = -1) -> InterestCluster {
      let visits = categories.enumerated().map { RawRows.visit(UInt64($0 + 1), day: firstDay - $0, $1) }
      return VisitHistory(visits, in: RawRows.context().window).interestCluster
    }
    let homes = [JourneyCategory](repeating: .home, count: 30)
    #expect(cluster(homes + [JourneyCategory](repeating: .travel, count: 5)) == .travel)
    #expect(cluster(homes + [JourneyCategory](repeating: .travel, count: 4) + [.work]) == .unknown)
    #expect(cluster([.travel, .shopping, .travel, .shopping, .other]) == .shopping)
    #expect(cluster([JourneyCategory](repeating: .other, count: 6)) == .unknown)
    #expect(
      cluster([.coffee, .food, .coffee, .shopping, .shopping] + [.event, .culture, .nightlife, .nightlife, .travel])
        == .nightlifeAndCulture)
    // Days 2 to 0 lie in the window, those before in the lookback: neither has five.
    #expect(cluster([.travel, .travel, .travel, .shopping, .shopping], firstDay: 2) == .travel)
  }
}
