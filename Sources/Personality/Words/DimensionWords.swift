package import Population

extension Dimension {
  /// Words for the values of the dimension, from its low pole to its high one.
  package var words: WordScale { Self.scales[rawValue] }

  /// What a value near 0 and a value near 1 mean.
  package var poles: (low: String, high: String) {
    switch self {
    case .explorationEagerness: ("known places first", "discovery first")
    case .communityOrientation: ("solo experiences", "shared experiences")
    case .authenticityPreference: ("curated experiences", "authentic experiences")
    case .socialDiscoveryStyle: ("finding things alone", "finding things through others")
    case .temporalFlexibility: ("plans", "spontaneity")
    case .locationAdventurousness: ("staying nearby", "travelling far")
    case .curationTendency: ("keeping finds private", "sharing finds")
    case .trustNetworkReliance: ("own judgement", "trusted connections")
    case .energyPreference: ("calm", "high energy")
    case .noveltySeeking: ("favourites and routine", "new things")
    case .valueOrientation: ("price first", "quality over price")
    case .crowdTolerance: ("quiet places", "bustling places")
    }
  }

  private static let scales = allCases.map { dimension in
    let (low, high) = dimension.poles
    return WordScale(
      low, [(0.2, "leaning to \(low)"), (0.4, "between \(low) and \(high)"), (0.6, "leaning to \(high)"), (0.8, high)])
  }
}
