import Measures
import Population

/// Where a person goes: exploration and preferential return (Song, Koren, Wang and Barabasi, Nature Physics 6, 2010).
/// With probability rho S^-gamma they find a place that is new to them, else they return to one of theirs in
/// proportion to how often they have been there.
struct Movement {
  private let resident: Resident
  private let plan: CityPlan
  private let map: VenueMap
  private let calendar: RegionCalendar
  private let categories: [JourneyCategory]
  private let choice: WeightedChoice
  private let work: Int?
  private let rho: Double
  private let reach: Double
  private let price: Double
  private var history: [Int] = []
  private var known = Set<Int>()
  private var random: SplitMix64

  /// Visits of the person, by time.
  private(set) var visits: [Visit] = []

  init(_ index: Int, _ resident: Resident, plan: CityPlan, map: VenueMap, calendar: RegionCalendar) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.movements | UInt64(index))
    let weights = Self.weights(of: resident)
    self.resident = resident
    self.plan = plan
    self.map = map
    self.calendar = calendar
    categories = weights.map(\.0)
    choice = WeightedChoice(weights.map(\.1))
    let eagerness = plan.explorationSpread * (resident[.explorationEagerness] - 0.5)
    rho = min(0.98, plan.exploration.rho * max(0.1, 1 + eagerness))
    reach = 1.5 + 9 * resident[.locationAdventurousness]
    price = 1 + 3 * resident[.valueOrientation]
    work = map.choose(.work, near: resident.home, reach: 8, price: 1, &random)
    self.random = random
  }

  /// Half of the outings go where the interest lies, the rest is spread over the others.
  private static func weights(of resident: Resident) -> [(JourneyCategory, Double)] {
    InterestCluster.allCases.filter { $0 != .unknown }.flatMap { cluster in
      let share = cluster == resident.interest ? 0.55 : 0.09
      return CategoryHabits.outings(of: cluster).map { part in
        let traits = part.category.traits
        let social = traits.contains(.social) ? 0.6 + 0.8 * resident[.communityOrientation] : 1
        let energy = traits.contains(.highEnergy) ? 0.6 + 0.8 * resident[.energyPreference] : 1
        return (part.category, share * part.weight * social * energy)
      }
    }
  }

  /// Moves through lookback and window, each until it has enough visits and outings to say something of the person.
  mutating func run() {
    let target = plan.visitsPerPerson / 2 * random.logNormal(median: 0.97, sigma: 0.22)
    let days = calendar.dayNumber(plan.start)..<calendar.dayNumber(plan.cutOff - 1)
    let middle = days.lowerBound + days.count / 2
    for half in [days.lowerBound..<middle, middle..<days.upperBound] {
      var free = Array(half).shuffled(using: &random)
      let expected = max(7, Int((target / 2.8).rounded(.up)))
      let planned = free.prefix(expected).sorted()
      free.removeFirst(planned.count)
      var outings = 0
      let before = visits.count
      for day in planned { outings += spend(day: day) }
      while Double(visits.count - before) < max(14, target) * 0.9 || outings < 12, let day = free.popLast() {
        outings += spend(day: day)
      }
    }
    visits.putInOrder()
    dropOverlaps()
  }

  /// Leaves out visits that begin before the night before has ended.
  private mutating func dropOverlaps() {
    var free = Int64.min
    visits.removeAll { visit in
      guard visit.arrive >= free else { return true }
      free = visit.leave ?? visit.arrive
      return false
    }
  }

  /// Plans and makes the visits of a day; returns how many were neither home nor work.
  private mutating func spend(day: Int) -> Int {
    let start = calendar.start(ofDay: day)
    let isWeekday = calendar.weekday(start) < 5
    var stops: [(hour: Double, venue: Int?)] = []
    if random.unit() < 0.35 { stops.append((hour(of: .home), nil)) }
    if let work, isWeekday, random.unit() < 0.45 { stops.append((hour(of: .work), work)) }
    var today: [Int] = []
    for _ in 0..<(1 + random.poisson(mean: 1.3)) {
      guard let venue = nextVenue(after: today) else { continue }
      today.append(venue)
      stops.append((hour(of: map.venues[venue].category), venue))
    }
    stops.sort { ($0.hour, $0.venue ?? -1) < ($1.hour, $1.venue ?? -1) }
    var free = 0.0
    var outings = 0
    for stop in stops {
      guard let leave = visit(stop.venue, from: start, at: max(stop.hour, free)) else { continue }
      free = leave
      guard let venue = stop.venue, venue != work else { continue }
      known.insert(venue)
      history.append(venue)
      outings += 1
    }
    return outings
  }

  /// An hour at which the person likes to come; spontaneous people spread them more.
  private mutating func hour(of category: JourneyCategory) -> Double {
    let preferred = CategoryHabits.of(category).preferred
    let middle = preferred.lowerBound + random.unit() * (preferred.upperBound - preferred.lowerBound)
    return middle + (0.3 + 2.5 * resident[.temporalFlexibility]) * random.normal() * 0.6
  }

  /// Where to go after the places of today: with the probability of the law somewhere new, else back to one of the
  /// places so far.
  private mutating func nextVenue(after today: [Int]) -> Int? {
    let new = Set(today).subtracting(known)
    let distinct = known.count + new.count
    let chance = ExplorationLaw.probability(rho: rho, gamma: plan.exploration.gamma, distinct: distinct)
    if random.unit() < chance {
      // A place that is already known is no discovery: some more tries find another one.
      for _ in 0..<8 {
        let category = categories[choice.draw(&random)]
        let venue = map.choose(category, near: resident.home, reach: reach, price: price, &random)
        if let venue, !known.contains(venue), !new.contains(venue) { return venue }
      }
    }
    guard history.count + today.count > 0 else { return nil }
    let number = random.below(history.count + today.count)
    return number < history.count ? history[number] : today[number - history.count]
  }

  /// Makes a visit, unless the place is closed by then or the city has ended; returns the hour at which the person
  /// is free again.
  private mutating func visit(_ number: Int?, from start: Int64, at hour: Double) -> Double? {
    let venue = number.map { map.venues[$0] }
    let category = venue?.category ?? .home
    let habits = CategoryHabits.of(category)
    let hour = max(hour, habits.opening.lowerBound)
    let minutes = min(900, random.logNormal(median: habits.medianStay, sigma: habits.staySigma))
    let stay = min(minutes / 60, max(habits.opening.upperBound - hour, 0) + 0.25)
    let arrive = start + Int64(hour * Double(RegionCalendar.hour))
    let leave = arrive + Int64(stay * Double(RegionCalendar.hour))
    guard hour < habits.opening.upperBound - 0.25, arrive >= plan.start, leave < plan.cutOff else { return nil }
    visits.append(
      Visit(
        id: Mixing.mix(Mixing.mix(UInt64(bitPattern: arrive)) ^ (venue?.place ?? 0)),
        place: venue?.place ?? Visit.noPlace, arrive: arrive, leave: leave, coordinate: venue?.coordinate,
        category: category, traits: venue?.traits, priceTier: venue?.priceTier))
    return hour + stay + 0.2 + random.exponential(mean: 0.3)
  }
}
