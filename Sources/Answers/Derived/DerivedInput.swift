package import Population
package import Releases

/// A released number that derived fields are computed from.
package enum DerivedInput: Sendable, Hashable {
  /// A measured field.
  case field(DailyField)
  /// A dimension of the personality.
  case dimension(Dimension)

  /// The largest influence score: `k/(k+20)` at the bound of 50 connections.
  package static let largestInfluence = 5.0 / 7

  static let returnRate = DerivedInput.field(.returnVisitRate)
  static let engagement = DerivedInput.field(.communityEngagement)
  static let sharing = DerivedInput.field(.sharingTendency)
  static let influence = DerivedInput.field(.influenceScore)
  static let trendSetter = DerivedInput.field(.trendSetterScore)
  static let communityDriven = DerivedInput.field(.communityDrivenPurchases)
  static let connections = DerivedInput.field(.directConnections)

  /// In the words of a reasoning.
  package var words: String {
    switch self {
    case .field(let field): field.words
    case .dimension(let dimension): String(dimension.name.map { $0 == "_" ? " " : $0 })
    }
  }

  /// In the words of a reasoning, when it is the lack of it that counts.
  package var oppositeWords: String {
    switch self {
    case .dimension(.noveltySeeking): "preference for favorites"
    case .dimension(.valueOrientation): "price focus"
    default: "lack of \(words)"
    }
  }

  /// The value that counts as 1 when it is put in words.
  package var top: Double {
    self == .influence ? Self.largestInfluence : 1
  }

  /// As the table of coefficients writes it: `x10` for a dimension.
  package var symbol: String {
    switch self {
    case .field(let field): String(describing: field)
    case .dimension(let dimension): "x\(dimension.rawValue)"
    }
  }
}

extension DailyField {
  /// In the words of a sentence.
  package var words: String {
    switch self {
    case .averageDwellTime: "dwell time"
    case .explorationTendency: "exploration tendency"
    case .returnVisitRate: "return rate"
    case .communityEngagement: "community engagement"
    case .journeyVariability: "journey variability"
    case .shortVisits: "short visits"
    case .mediumVisits: "medium visits"
    case .longVisits: "long visits"
    case .sharingTendency: "sharing tendency"
    case .influenceScore: "influence score"
    case .directConnections: "direct connections"
    case .communityDrivenPurchases: "community-driven purchases"
    case .trendSetterScore: "trend-setter score"
    }
  }
}
