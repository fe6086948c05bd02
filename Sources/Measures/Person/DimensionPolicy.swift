package import Population

extension Dimension {
  /// What the region's data must contain for the dimension to be revealed by behaviour; `nil` when it never is.
  package var revealingSources: RegionSources? {
    switch self {
    // The two that speak of others are said only: a person's adoptions would reveal them by what their connections did.
    case .authenticityPreference, .socialDiscoveryStyle, .trustNetworkReliance: nil
    case .locationAdventurousness: [.visits, .coordinates]
    case .curationTendency: [.visits, .shares]
    case .valueOrientation: [.visits, .price]
    case .explorationEagerness, .communityOrientation, .temporalFlexibility, .energyPreference, .noveltySeeking,
      .crowdTolerance:
      [.visits]
    }
  }
}

/// How a measure of behaviour becomes a value of a dimension: public numbers, never taken from the data that is released.
///
/// The ranges of exploration, energy and crowds were chosen on check-ins of two cities, on the people that `calibrations`
/// names and nobody else: each end is the mean of both cities' quantiles at 5 and 95 %, to the nearest .05. Other ranges,
/// and that of trust, which nothing reveals, were not chosen on data.
package struct DimensionPolicy: Sendable, Hashable {
  /// The measures that stand for 0 and 1, by dimension; `nil` for dimensions that behaviour does not reveal.
  package var ranges: [ClosedRange<Double>?]
  /// The number of visits that weighs as much as a stated value.
  package var statedWeight: Double

  /// The published numbers.
  package static let `default` = DimensionPolicy(
    ranges: [
      0.10...0.85, 0.05...0.70, nil, nil, 0.30...0.95, 0...1.7,
      0.05...0.60, nil, 0...0.45, 0.40...1, 1...4, 0...0.60,
    ], statedWeight: 20)

  /// On which people of which regions ranges were chosen, by region id: answers about these regions say so.
  package static let calibrations = [
    "jakarta": "the 1,222 people of its public map", "nyc": "the first 70 % of its check-ins",
  ]

  /// Makes a policy; `ranges` has twelve entries.
  package init(ranges: [ClosedRange<Double>?], statedWeight: Double) {
    self.ranges = ranges
    self.statedWeight = statedWeight
  }

  /// The value of a dimension, clamp((measure - lo) / (hi - lo)); `nil` where behaviour does not reveal it.
  package func value(of dimension: Dimension, measure: Double) -> Double? {
    guard let range = ranges[dimension.rawValue] else { return nil }
    return min(1, max(0, (measure - range.lowerBound) / (range.upperBound - range.lowerBound)))
  }

  /// The stated and revealed values joined: (20 stated + N revealed) / (20 + N); with one of them, that one.
  package func blend(stated: Double?, revealed: Double?, visits: Int) -> Double? {
    guard let stated else { return revealed }
    guard let revealed else { return stated }
    return (statedWeight * stated + Double(visits) * revealed) / (statedWeight + Double(visits))
  }

  /// The dimensions of a region's state: those that its data can give.
  package static func available(in sources: RegionSources) -> [Dimension] {
    Dimension.allCases.filter { dimension in
      sources.contains(.onboarding) || dimension.revealingSources.map { sources.isSuperset(of: $0) } ?? false
    }
  }

  /// The policy as text, one line per dimension: what the policy version is a hash of.
  package var text: String {
    let lines = Dimension.allCases.map { dimension in
      let range = ranges[dimension.rawValue].map { "\($0.lowerBound) \($0.upperBound)" } ?? "-"
      return "\(dimension.name) \(range)\n"
    }
    return "stated_weight \(statedWeight)\n" + lines.joined()
  }
}
