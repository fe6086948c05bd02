import Population

/// When somebody gets up, works, goes out and goes to bed.
struct Routine: Sendable {
  /// One day as it is laid out before anybody sets out; hours are local, beyond 24 of the night after.
  struct Day: Sendable {
    /// When the day begins, and the home is known to be where it does.
    let wake: Double
    /// When it ends.
    let bed: Double
    /// From when to when the person works or studies; `nil` on a free day.
    let occupied: ClosedRange<Double>?
    /// How many outings they mean to make.
    let outings: Int
    /// Whether the night before was spent at home.
    let beginsAtHome: Bool
    /// Whether the night after will be.
    let endsAtHome: Bool
  }

  private let resident: Resident
  /// Where they work or study; `nil` for whoever does neither.
  let workplace: Int?
  private let begin: Double
  private let length: Double

  /// The routine of a resident with that place of work.
  init(_ resident: Resident, workplace: Int?, _ random: inout SplitMix64) {
    self.resident = resident
    self.workplace = workplace
    let studies = resident.occupation == .student
    begin = 8.7 + 0.6 * resident.youth + (studies ? 0.8 : 0) + 0.7 * random.normal()
    length = max(3, (studies ? 5 : 8) + random.normal())
  }

  /// How much the person's hours vary, in hours.
  private var spread: Double { 0.2 + 1.6 * resident[.temporalFlexibility] }

  /// Lays out a day.
  func day(isWeekday: Bool, _ random: inout SplitMix64) -> Day {
    let works = workplace != nil && isWeekday && random.unit() < 0.86
    let start = begin + 0.35 * spread * random.normal()
    let occupied = works ? start...start + max(2, length + 0.5 * spread * random.normal()) : nil
    let late = (isWeekday ? 0 : 0.9) + 0.8 * resident.youth
    let rising = min(11, max(4.5, 7 + late + 0.5 * spread * random.normal()))
    let zeal = (0.7 + 0.6 * resident[.communityOrientation]) * (0.9 + 0.25 * resident.youth)
    return Day(
      wake: occupied.map { min(rising, $0.lowerBound - 1.2 - 0.7 * random.unit()) } ?? rising,
      bed: 22.6 + late + 0.4 * spread * random.normal(), occupied: occupied,
      outings: random.poisson(mean: zeal * (works ? 1.5 : 2.3)), beginsAtHome: random.unit() < 0.97,
      endsAtHome: random.unit() < 0.98)
  }

  /// An hour at which the person likes to come to places of a category.
  func hour(of category: JourneyCategory, _ random: inout SplitMix64) -> Double {
    let preferred = CategoryHabits.of(category).preferred
    let middle = preferred.lowerBound + random.unit() * (preferred.upperBound - preferred.lowerBound)
    return middle + 0.6 * spread * random.normal()
  }
}

extension Routine.Day {
  /// A place to be at from an hour on.
  struct Stop: Sendable {
    let hour: Double
    let venue: Int
    /// When to leave; `nil` where that is up to the place.
    let until: Double?
  }

  /// A place to go to, and the hour at which the person likes to come.
  struct Outing: Sendable {
    let venue: Int
    let category: JourneyCategory
    let hour: Double
    /// Whether it is meant for the break at noon.
    let isLunch: Bool
  }

  /// The stops of the day by hour: those who work eat during it and do the rest after it.
  func stops(_ outings: [Outing], workplace: Int?, _ random: inout SplitMix64) -> [Stop] {
    guard let occupied, let workplace else {
      return inOrder(outings.map { Stop(hour: $0.hour, venue: $0.venue, until: nil) })
    }
    var stops: [Stop] = []
    var lunch: Double?
    for outing in outings {
      var hour = outing.hour
      let isMeal = outing.category == .food || outing.category == .coffee
      if outing.isLunch, isMeal, lunch == nil, occupied.contains(11), occupied.contains(14) {
        hour = 12.2 + 0.4 * random.normal()
        lunch = hour
      } else if outing.category == .coffee, random.unit() < 0.85 {
        // On the way to work.
        hour = occupied.lowerBound - 0.9 + 0.1 * random.normal()
      } else if hour > occupied.lowerBound - 0.5, hour < occupied.upperBound + 0.3 {
        // Dinner first, then whatever else the evening is for.
        hour = occupied.upperBound + (isMeal ? 0.2 : 0.7) + random.exponential(mean: isMeal ? 0.4 : 0.9)
      }
      stops.append(Stop(hour: hour, venue: outing.venue, until: nil))
    }
    guard let lunch else {
      return inOrder(stops + [Stop(hour: occupied.lowerBound, venue: workplace, until: occupied.upperBound)])
    }
    return inOrder(
      stops + [
        Stop(hour: occupied.lowerBound, venue: workplace, until: lunch - 0.15),
        Stop(hour: lunch + 0.6, venue: workplace, until: occupied.upperBound),
      ])
  }

  private func inOrder(_ stops: [Stop]) -> [Stop] { stops.sorted { ($0.hour, $0.venue) < ($1.hour, $1.venue) } }
}
