import Glibc
import Measures
import Population

/// What visits look like in the quantities that published laws of mobility speak of; people are added one by one.
struct MobilityFigures {
  /// Days with a visit, and what became of them.
  private(set) var days = Days()
  /// Visits of each person.
  private(set) var visits: [Int] = []
  /// Radius of gyration of each person over the window, in kilometres, as the product measures it.
  private(set) var radii: [Double] = []
  /// Ways from one place to another of a day.
  private(set) var jumps = JumpLengths()
  private var growth = PlaceGrowth()
  private var ranks = RankFrequencies()
  private var hours = HourlyEntropies()

  /// Days with a visit.
  struct Days {
    var all = 0
    var beginAtHome = 0
    var endAtHome = 0
    var inMotifs = 0
    var places = 0

    /// The share of days of which one of these counts holds.
    func share(_ count: KeyPath<Days, Int>) -> Double { Double(self[keyPath: count]) / Double(max(1, all)) }
  }

  /// Adds a person whose visits are in order; `positions` says where places are, in kilometres, home as `noPlace`.
  mutating func add(
    _ person: [Visit], window: MeasureWindow, calendar: RegionCalendar, positions: (UInt64) -> SIMD2<Double>?
  ) {
    visits.append(person.count)
    let byDay = Dictionary(grouping: person) { calendar.dayNumber($0.arrive) }.sorted { $0.key < $1.key }
    for (_, day) in byDay {
      days.add(day)
      jumps.add(day.compactMap { positions($0.place) })
    }
    growth.add(byDay.map { $0.value.map(\.place) })
    ranks.add(person.map(\.place))
    hours.add(byDay.map { HourlyEntropies.places(of: $0.value, calendar) })
    let seen = person.filter { window.contains($0.arrive) }.compactMap { $0.coordinate?.position }
    if seen.count >= 5, let radius = RadiusOfGyration.kilometres(seen), radius > 0 { radii.append(radius) }
  }

  /// Standard deviation of the natural logarithm of the radius of gyration, half a kilometre at least: positions are
  /// known to a kilometre.
  var radiusSpread: Double { Moments(radii.map { log(max(0.5, $0)) }).deviation }
  /// Visits of the person at 95 % over those of the median one.
  var visitTail: Double { Double(visits.quantile(0.95)) / Double(visits.quantile(0.5)) }
  /// The exponent by which the number of places grows with days.
  var placeGrowth: Double { growth.exponent }
  /// The exponent by which visits fall with the rank of a place.
  var rankExponent: Double { ranks.exponent }
  /// Mean entropy of the hourly whereabouts, in bits.
  var hourlyEntropy: Double { Moments(hours.entropies).mean }
  /// Mean of the largest share of hours in which somebody's whereabouts can be foretold.
  var predictability: Double { Moments(hours.predictabilities).mean }
}

extension MobilityFigures.Days {
  fileprivate mutating func add(_ day: [Visit]) {
    all += 1
    beginAtHome += day.first?.category == .home ? 1 : 0
    endAtHome += day.last?.category == .home ? 1 : 0
    inMotifs += DailyMotif(day: day.map(\.place)) == nil ? 0 : 1
    places += Set(day.map(\.place)).count
  }
}

/// How many different places people have been to after so many days with visits, of people with at least the last number.
private struct PlaceGrowth {
  static let marks = [2, 4, 8, 16]
  private var sums = [Double](repeating: 0, count: marks.count)

  mutating func add(_ days: [[UInt64]]) {
    guard days.count >= Self.marks.last ?? 0 else { return }
    for (index, mark) in Self.marks.enumerated() { sums[index] += Double(Set(days.prefix(mark).joined()).count) }
  }

  var exponent: Double { logarithmicSlope(Self.marks.map(Double.init), sums) }
}

/// The shares of visits that people's most visited places have, of people with at least twenty places and forty visits.
private struct RankFrequencies {
  private static let leastVisits = 40
  private var sums = [Double](repeating: 0, count: 20)

  mutating func add(_ places: [UInt64]) {
    let ranked = VisitCounts(places).ranked
    guard places.count >= Self.leastVisits, ranked.count >= sums.count else { return }
    for rank in sums.indices { sums[rank] += Double(ranked[rank].count) / Double(places.count) }
  }

  var exponent: Double { -logarithmicSlope(sums.indices.map { Double($0 + 1) }, sums) }
}

/// Entropies of where people are hour by hour on the days with visits, of people with at least ten such days.
private struct HourlyEntropies {
  private(set) var entropies: [Double] = []
  private(set) var predictabilities: [Double] = []

  /// The place of each hour of a day, by its middle; whoever is nowhere else is at home.
  static func places(of day: [Visit], _ calendar: RegionCalendar) -> [UInt64] {
    guard let first = day.first else { return [] }
    let start = calendar.start(ofDay: calendar.dayNumber(first.arrive))
    return (0..<24).map { hour in
      let middle = start + Int64(hour) * RegionCalendar.hour + 30 * RegionCalendar.minute
      return day.last { $0.arrive <= middle && $0.leave ?? .max > middle }?.place ?? Visit.noPlace
    }
  }

  mutating func add(_ days: [[UInt64]]) {
    let sequence = days.flatMap { $0 }
    let distinct = Set(sequence).count
    guard days.count >= 10, distinct > 1 else { return }
    let entropy = SequenceEntropy.real(sequence)
    entropies.append(entropy)
    predictabilities.append(Self.predictability(entropy: entropy, places: distinct))
  }

  /// The largest share P that can be foretold: S = H(P) + (1 - P) log2(N - 1) (Fano's inequality, as Song et al. use it).
  private static func predictability(entropy: Double, places: Int) -> Double {
    var (low, high) = (1 / Double(places), 1.0)
    for _ in 0..<50 {
      let share = (low + high) / 2
      let bits = -share * log2(share) - (1 - share) * log2(1 - share) + (1 - share) * log2(Double(max(2, places) - 1))
      if bits > entropy { low = share } else { high = share }
    }
    return low
  }
}
