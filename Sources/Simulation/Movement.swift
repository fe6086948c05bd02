import Measures
import Population

/// Where a person goes: from home and back to it, by exploration and preferential return (Song, Koren, Wang and
/// Barabasi, Nature Physics 6, 2010). With probability rho S^-gamma they find a place that is new to them, else they
/// return to one of theirs in proportion to how often they have been there.
struct Movement {
  private let resident: Resident
  private let plan: CityPlan
  private let map: VenueMap
  private let calendar: RegionCalendar
  private let routine: Routine
  private let categories: [JourneyCategory]
  private let choice: WeightedChoice
  private let rho: Double
  private let law: JumpLaw
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
    let reach = (2 + 13 * resident[.locationAdventurousness]) * (1.15 - 0.3 * resident.youth)
    law = JumpLaw(kappa: random.logNormal(median: reach, sigma: 0.5))
    price = 1 + 3 * resident[.valueOrientation]
    let commute = (3 + 4 * resident[.locationAdventurousness]) * (1.15 - 0.3 * resident.youth)
    let office = JumpLaw.commute(from: resident.home, median: commute, &random)
    routine = Routine(resident, workplace: Self.workplace(of: resident, at: office, map, &random), &random)
    self.random = random
  }

  private static func workplace(
    of resident: Resident, at position: SIMD2<Double>, _ map: VenueMap, _ random: inout SplitMix64
  ) -> Int? {
    switch resident.occupation {
    case .worker: map.choose(.work, at: position, price: 1, &random)
    case .student: map.choose(.education, at: position, price: 1, &random)
    case .free: nil
    }
  }

  /// More than half of the outings go where the interest lies, the rest is spread over the others.
  private static func weights(of resident: Resident) -> [(JourneyCategory, Double)] {
    let youth = resident.youth
    return InterestCluster.allCases.filter { $0 != .unknown }.flatMap { cluster in
      let share = cluster == resident.interest ? 0.68 : 0.055 * CategoryHabits.weight(of: cluster, youth: youth)
      return CategoryHabits.outings(of: cluster, youth: youth).map { part in
        let traits = part.category.traits
        let social = traits.contains(.social) ? 0.6 + 0.8 * resident[.communityOrientation] : 1
        let energy = traits.contains(.highEnergy) ? 0.6 + 0.8 * resident[.energyPreference] : 1
        return (part.category, share * part.weight * social * energy)
      }
    }
  }

  /// Moves through lookback and window, each on as many days as are recorded, and on until there is enough to say
  /// something of the person.
  mutating func run() {
    let recorded =
      plan.recordedDays.least + random.logNormal(median: plan.recordedDays.median, sigma: plan.recordedDays.sigma)
    let days = calendar.dayNumber(plan.start)..<calendar.dayNumber(plan.cutOff - 1)
    let middle = days.lowerBound + days.count / 2
    for half in [days.lowerBound..<middle, middle..<days.upperBound] {
      var free = Array(half).shuffled(using: &random)
      // Half of a number of days that is not even goes to one half of the time or the other.
      let planned = free.prefix(Int(recorded / 2 + random.unit())).sorted()
      free.removeFirst(planned.count)
      var outings = 0
      let before = visits.count
      for day in planned { outings += spend(day: day) }
      while visits.count - before < Self.leastVisits || outings < Self.leastOutings, let day = free.popLast() {
        outings += spend(day: day)
      }
    }
    visits.putInOrder()
    dropOverlaps()
  }

  /// The hour after which nobody sets out but for home.
  private static let latest = 22.3
  /// Fewest visits and outings of half of the time.
  private static let leastVisits = 12
  private static let leastOutings = 4

  /// Leaves out visits that begin before the night before has ended.
  private mutating func dropOverlaps() {
    var free = Int64.min
    visits.removeAll { visit in
      guard visit.arrive >= free else { return true }
      free = visit.leave ?? visit.arrive
      return false
    }
  }

  /// Plans and makes the visits of a day; returns how many were neither at home nor at the place of work.
  private mutating func spend(day number: Int) -> Int {
    let start = calendar.start(ofDay: number)
    let day = routine.day(isWeekday: calendar.weekday(start) < 5, &random)
    var today: [Int] = []
    var outings: [Routine.Day.Outing] = []
    for _ in 0..<day.outings {
      let isLunch = day.occupied != nil && outings.allSatisfy { !$0.isLunch } && random.unit() < 0.3
      let origin = origin(after: today, isLunch: isLunch, works: day.occupied != nil)
      guard let venue = nextVenue(from: origin, after: today) else { continue }
      if !isLunch { today.append(venue) }
      let category = map.venues[venue].category
      outings.append(
        Routine.Day.Outing(
          venue: venue, category: category, hour: routine.hour(of: category, &random), isLunch: isLunch))
    }
    let made = walk(day.stops(outings, workplace: routine.workplace, &random), in: day, from: start)
    for venue in made where venue != routine.workplace {
      known.insert(venue)
      history.append(venue)
    }
    return made.count { $0 != routine.workplace }
  }

  /// Goes from stop to stop, home in between where there is time, and home at the end; returns the places visited.
  private mutating func walk(_ stops: [Routine.Day.Stop], in day: Routine.Day, from start: Int64) -> [Int] {
    var home = day.beginsAtHome ? day.wake : nil
    var free = day.wake
    var made: [Int] = []
    for stop in stops {
      if home == nil, !made.isEmpty, staysAtHome(before: stop.hour - free) { home = free + travel() }
      let way = travel()
      // Nobody sets out for anything else so late.
      guard max(stop.hour, free) < Self.latest else { continue }
      let hour = max(stop.hour, free + way, (home ?? 0) + 0.3 + way)
      guard let leave = visit(stop, from: start, at: hour) else { continue }
      if let since = home { visit(home: since...hour - way, from: start) }
      (home, free) = (nil, leave)
      made.append(stop.venue)
    }
    if home == nil, day.endsAtHome { home = free + travel() }
    if let home { visit(home: home...max(day.bed, home + 0.5), from: start) }
    return made
  }

  /// Whether somebody who is out goes home when the next stop is that many hours away.
  private mutating func staysAtHome(before gap: Double) -> Bool { gap > 2.8 || (gap > 1.2 && random.unit() < 0.3) }

  /// Hours on the way.
  private mutating func travel() -> Double { 0.2 + random.exponential(mean: 0.2) }

  /// Where to go after the places of today: with the probability of the law somewhere new, else back to one of the
  /// places so far.
  private mutating func nextVenue(from origin: SIMD2<Double>, after today: [Int]) -> Int? {
    let new = Set(today).subtracting(known)
    let distinct = known.count + new.count
    let chance = ExplorationLaw.probability(rho: rho, gamma: plan.exploration.gamma, distinct: distinct)
    if random.unit() < chance {
      // A place that is already known is no discovery: some more tries find another one.
      for _ in 0..<16 {
        let category = categories[choice.draw(&random)]
        let venue = map.choose(category, at: law.target(from: origin, &random), price: price, &random)
        if let venue, !known.contains(venue), !new.contains(venue), venue != routine.workplace { return venue }
      }
    }
    guard history.count + today.count > 0 else { return nil }
    // Of some visits that come to mind it is the one to the nearest place that is made again.
    var nearest: (venue: Int, distance: Double)?
    for _ in 0..<3 {
      let number = random.below(history.count + today.count)
      let venue = number < history.count ? history[number] : today[number - history.count]
      let gap = map.venues[venue].offset - origin
      let distance = (gap * gap).sum()
      if distance < nearest?.distance ?? .infinity { nearest = (venue, distance) }
    }
    return nearest?.venue
  }

  /// Where somebody sets out from: to lunch from work, else from where they are, as often as not from home.
  private mutating func origin(after today: [Int], isLunch: Bool, works: Bool) -> SIMD2<Double> {
    let place = isLunch ? routine.workplace : today.last ?? (works ? routine.workplace : nil)
    guard let place, isLunch || random.unit() < 0.5 else { return resident.home }
    return map.venues[place].offset
  }

  /// Makes a visit to a place, unless it is closed by then or the city has ended; returns the hour at which it ends.
  private mutating func visit(_ stop: Routine.Day.Stop, from start: Int64, at hour: Double) -> Double? {
    let venue = map.venues[stop.venue]
    let habits = CategoryHabits.of(venue.category)
    let hour = max(hour, habits.opening.lowerBound)
    let minutes = min(900, random.logNormal(median: habits.medianStay, sigma: habits.staySigma))
    let wanted = stop.until.map { max(0.5, $0 - hour) } ?? minutes / 60
    let leave = hour + min(wanted, max(habits.opening.upperBound - hour, 0) + 0.25)
    guard hour < habits.opening.upperBound - 0.25, add(venue, from: start, hours: hour...leave) else { return nil }
    return leave
  }

  private mutating func visit(home hours: ClosedRange<Double>, from start: Int64) {
    _ = add(nil, from: start, hours: hours)
  }

  /// Adds a visit of a day that began at `start`; false when it is not within the simulated days.
  private mutating func add(_ venue: Venue?, from start: Int64, hours: ClosedRange<Double>) -> Bool {
    let arrive = start + Int64(hours.lowerBound * Double(RegionCalendar.hour))
    let leave = start + Int64(hours.upperBound * Double(RegionCalendar.hour))
    guard arrive >= plan.start, leave < plan.cutOff else { return false }
    visits.append(
      Visit(
        id: Mixing.mix(Mixing.mix(UInt64(bitPattern: arrive)) ^ (venue?.place ?? 0)),
        place: venue?.place ?? Visit.noPlace, arrive: arrive, leave: leave, coordinate: venue?.coordinate,
        category: venue?.category ?? .home, traits: venue?.traits, priceTier: venue?.priceTier))
    return true
  }
}
