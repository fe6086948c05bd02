/// The twelve dimensions of a personality, in their fixed order.
package enum Dimension: Int, CaseIterable, Sendable, Hashable {
  /// How eager for new discovery.
  case explorationEagerness
  /// From solo to social experiences.
  case communityOrientation
  /// From curated to authentic.
  case authenticityPreference
  /// How much is discovered through others.
  case socialDiscoveryStyle
  /// From planned to spontaneous.
  case temporalFlexibility
  /// How far willing to travel.
  case locationAdventurousness
  /// How much is curated and shared for others.
  case curationTendency
  /// Reliance on trusted connections.
  case trustNetworkReliance
  /// From chill to high-energy.
  case energyPreference
  /// From favourites and routine to always new.
  case noveltySeeking
  /// From budget to luxury.
  case valueOrientation
  /// From quiet and intimate to bustling.
  case crowdTolerance

  /// The name on the wire, for example `exploration_eagerness`.
  package var name: String { Self.names[rawValue] }

  /// The dimension of that name on the wire, or `nil`.
  package init?(name: String) {
    guard let known = Self.byName[name] else { return nil }
    self = known
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  private static let names = [
    "exploration_eagerness", "community_orientation", "authenticity_preference", "social_discovery_style",
    "temporal_flexibility", "location_adventurousness", "curation_tendency", "trust_network_reliance",
    "energy_preference", "novelty_seeking", "value_orientation", "crowd_tolerance",
  ]
}
