/// The twelve categories of places. The raw values are stored and index the journey transitions.
package enum JourneyCategory: UInt8, Sendable, Hashable, CaseIterable {
  case home, work, education, coffee, food, nightlife, shopping, culture, outdoorsSport, travel, event, other

  /// The name on the wire and in files, for example `outdoors_sport`.
  package var name: String {
    self == .outdoorsSport ? "outdoors_sport" : String(describing: self)
  }

  /// The category of a name as written by `name`; `nil` for any other text.
  package init?(name: String) {
    guard let category = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = category
  }

  /// What every place of the category is like; single places can have more (a mall, a stadium, an airport).
  package var traits: PlaceTraits {
    switch self {
    case .coffee, .food, .culture: [.social]
    case .nightlife, .event: [.social, .highEnergy, .crowded]
    case .outdoorsSport: [.highEnergy]
    case .home, .work, .education, .shopping, .travel, .other: []
    }
  }
}

/// What a place is like. The raw value is stored.
package struct PlaceTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// People go there to meet people.
  package static let social = PlaceTraits(rawValue: 1)
  /// Exercise, dancing, crowds on their feet.
  package static let highEnergy = PlaceTraits(rawValue: 2)
  /// Many people at once.
  package static let crowded = PlaceTraits(rawValue: 4)
}

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
