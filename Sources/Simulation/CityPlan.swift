package import Population

/// What city to simulate. Every number is public; nothing is fitted to people.
package struct CityPlan: Sendable {
  /// Start of all random streams; the same plan gives the same rows.
  package var seed: UInt64
  /// The number of people, at least 2.
  package var people: Int
  /// First moment after the last event, microseconds since 1970 UTC.
  package var cutOff: Int64
  /// Makes the pseudonyms of its people, who are called `REGION-SEED-NUMBER` in the namespace `spots`.
  package var pseudonymizer: Pseudonymizer
  /// Region id.
  package var region = "simulated_city"
  /// Name of the time zone.
  package var timeZone = "Europe/Berlin"
  /// Days of events before the cut-off: the window and the lookback.
  package var days = 180
  /// Days of which a person's visits are known: at least so many, and beyond them a log-normal number with this median
  /// and deviation of the logarithm, so that few people give many visits.
  package var recordedDays = (least: 4.0, median: 2.5, sigma: 1.5)
  /// The share of people who study rather than work, over what is usual for their age and interest.
  package var students = 1.0
  /// How many friends people look for, before those that others find: log-normal with this median and deviation of the
  /// logarithm.
  package var friends = (median: 1.5, sigma: 2.5)
  /// Mean AI2AI sessions of a friendship in those days.
  package var sessionsPerFriendship = 0.4
  /// The probability that an adoption is followed by a given friend, before tastes.
  package var influence = 0.06
  /// The exploration law P(new) = rho S^-gamma of the median person.
  package var exploration = (rho: 0.6, gamma: 0.21)
  /// How much more the eager explore: rho is scaled by 1 + spread x (eagerness - .5).
  package var explorationSpread = 1.2
  /// Shares of people who consent to each purpose.
  package var consentShares = (behavior: 0.97, personality: 0.95, network: 0.94, experiments: 0.90, affinity: 0.93)
  /// The partner some of whose customers are people of the city, and how many.
  package var partner = "demo"
  package var customers = 12
  /// The age bands and their weights.
  package var ageBands: [(lower: Int, weight: Double)] = [(20, 0.27), (25, 0.27), (30, 0.24), (35, 0.22)]
  /// The weights of the planted interest clusters, in their published order.
  package var interests = [0.18, 0.14, 0.17, 0.17, 0.17, 0.17]

  /// The share of items that people look for in the district they live in.
  package var localAdoption = 0.4

  /// A city of `people` people: 60,000 give about 3,500,000 visits and 24 base cells, each of well over 1,300
  /// eligible people.
  package init(seed: UInt64, people: Int = 60_000, cutOff: Int64, pseudonymizer: Pseudonymizer) {
    self.seed = seed
    self.people = people
    self.cutOff = cutOff
    self.pseudonymizer = pseudonymizer
  }

  /// What a first-party key calls resident number `index`, from 0.
  package func subject(_ index: Int) -> String { "\(region)-\(seed)-\(index)" }

  /// What the city's own list calls place number `index`, from 0.
  package func placeID(_ index: Int) -> String { "\(region)-\(seed)-place-\(index)" }

  /// What the city's own list calls item number `index`, from 0.
  package func itemID(_ index: Int) -> String { "\(region)-\(seed)-item-\(index)" }

  /// What the partner calls customer number `index`, from 0.
  package func customer(_ index: Int) -> String { "customer-\(index + 1)" }

  /// First moment of the simulated days.
  package var start: Int64 { cutOff - Int64(days) * RegionCalendar.day }

  /// Why the plan cannot be simulated; `nil` when it can.
  package var problem: CityPlanError? {
    if people < 2 || people > 10_000_000 { return .people(people) }
    if days < 2 || days > 3_650 { return .days(days) }
    if !RegionID.isValid(region) { return .region(region) }
    if RegionCalendar(timeZone: timeZone) == nil { return .timeZone(timeZone) }
    if cutOff < 0 || cutOff > 4_102_444_800 * RegionCalendar.second { return .cutOff(cutOff) }
    return nil
  }
}

/// A plan that cannot be simulated.
package enum CityPlanError: Error, Sendable, Hashable, CustomStringConvertible {
  case people(Int)
  case days(Int)
  case region(String)
  case timeZone(String)
  case cutOff(Int64)

  package var description: String {
    switch self {
    case .people(let count): "a city needs 2 to 10000000 people, not \(count)"
    case .days(let count): "a city needs 2 to 3650 days, not \(count)"
    case .region(let id): "\"\(id)\" is not a region id; allowed are \(RegionID.allowed)"
    case .timeZone(let name): "\(name) is not a time zone of the tz database"
    case .cutOff(let time): "a city ends between 1970 and 2100, not at \(time) microseconds since 1970"
    }
  }
}

/// Numbers the streams of random numbers, so that no part of the city depends on how much another one drew.
enum RandomStream {
  static let venues: UInt64 = 1
  static let friendships: UInt64 = 2
  static let items: UInt64 = 3
  static let adoptions: UInt64 = 4
  static let residents: UInt64 = 1 << 32
  static let movements: UInt64 = 2 << 32
  static let rows: UInt64 = 3 << 32
  static let affinity: UInt64 = 4 << 32
}
