/// The cluster that a person's visits fall into most, in the published order. The raw values are stored.
package enum InterestCluster: UInt8, Sendable, Hashable, CaseIterable {
  case shopping, foodAndCoffee, nightlifeAndCulture, outdoorsAndSport, learning, travel, unknown

  /// The name on the wire and in files, for example `food_and_coffee`.
  package var name: String {
    switch self {
    case .shopping: "shopping"
    case .foodAndCoffee: "food_and_coffee"
    case .nightlifeAndCulture: "nightlife_and_culture"
    case .outdoorsAndSport: "outdoors_and_sport"
    case .learning: "learning"
    case .travel: "travel"
    case .unknown: "unknown"
    }
  }

  /// The cluster of a name as written by `name`; `nil` for any other text.
  package init?(name: String) {
    guard let cluster = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = cluster
  }

  /// The cluster a category belongs to; `nil` for home, work and other, which say nothing about interests.
  package init?(of category: JourneyCategory) {
    switch category {
    case .shopping: self = .shopping
    case .coffee, .food: self = .foodAndCoffee
    case .nightlife, .culture, .event: self = .nightlifeAndCulture
    case .outdoorsSport: self = .outdoorsAndSport
    case .education: self = .learning
    case .travel: self = .travel
    case .home, .work, .other: return nil
    }
  }
}
