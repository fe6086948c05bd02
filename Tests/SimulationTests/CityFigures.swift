import Glibc
import Measures
import Population

@testable import Simulation

/// What a city looks like in the figures of its laws: how people move, whom they know, and what age and interest change.
struct CityFigures {
  /// How people move.
  private(set) var mobility = MobilityFigures()
  /// Visits by age band and category.
  private(set) var outings: [AgeBand: [JourneyCategory: Int]] = [:]
  private var ownInterest = (share: 0.0, people: 0.0)
  private let degrees: [Int]
  /// Mean ego density of everybody.
  let egoDensity: Double

  /// Simulates the city of a plan and looks at everybody.
  init(of plan: CityPlan) throws {
    let city = try City(plan)
    guard let calendar = RegionCalendar(timeZone: plan.timeZone) else { throw CityPlanError.timeZone(plan.timeZone) }
    let friends = (0..<plan.people).map { city.friendships[$0] }
    degrees = friends.map(\.count)
    let edges = friends.enumerated().flatMap { person, peers in peers.map { (person, Int($0)) } }
    egoDensity = GraphStatistics(SocialGraph(nodeCount: plan.people, edges: edges)).averageClustering ?? 0
    let offsets = Dictionary(city.map.venues.map { ($0.place, $0.offset) }) { first, _ in first }
    for index in 0..<plan.people {
      let (records, resident) = (city.records(of: index), city.residents[index])
      mobility.add(records.visits, window: MeasureWindow(cutOff: plan.cutOff), calendar: calendar) { place in
        place == Visit.noPlace ? resident.home : offsets[place]
      }
      add(records, of: resident)
    }
  }

  private mutating func add(_ records: AgentRecords, of resident: Resident) {
    let away = records.visits.map(\.category).filter { $0 != .home && $0 != .work }
    for category in away { outings[resident.ageBand, default: [:]][category, default: 0] += 1 }
    guard !away.isEmpty else { return }
    let own = away.count { InterestCluster(of: $0) == resident.interest }
    ownInterest.share += Double(own) / Double(away.count)
    ownInterest.people += 1
  }

  /// Standard deviation of the number of friends over its mean.
  var degreeSpread: Double { { $0.deviation / $0.mean }(Moments(degrees.map(Double.init))) }
  /// Mean share of their visits that people make in their own interest, home and work left out.
  var ownInterestShare: Double { ownInterest.share / ownInterest.people }

  /// How many times as often the youngest go to places of a category as the oldest, by shares of their visits.
  func youth(_ category: JourneyCategory) -> Double {
    let shares = outings.sorted { $0.key < $1.key }.map { band in
      Double(band.value[category] ?? 0) / Double(max(1, band.value.values.reduce(0, +)))
    }
    return (shares.first ?? 0) / max(1e-9, shares.last ?? 0)
  }
}
