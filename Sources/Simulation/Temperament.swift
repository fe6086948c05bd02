import Population

/// The twelve dimensions as people are born with them: around a common middle, moved by what they are interested in and
/// by their age, with a spread between people.
enum Temperament {
  /// Standard deviation between people of one interest and age.
  private static let spread = 0.1

  /// Where people who take to such an application stand: a little more curious than half way.
  private static let middle = 0.57

  /// Draws somebody's dimensions, each [0, 1].
  ///
  /// - Parameter youth: 1 for the youngest, 0 for the oldest.
  static func draw(
    of interest: InterestCluster, youth: Double, _ random: inout SplitMix64
  ) -> InlineArray<12, Double> {
    let tilt = tilts[interest] ?? [:]
    return InlineArray { index in
      let dimension = Dimension.allCases[index]
      let mean = middle + (tilt[dimension] ?? 0) + (ages[dimension] ?? 0) * (youth - 0.5)
      return min(1, max(0, mean + spread * random.normal()))
    }
  }

  /// What interests move.
  private static let tilts: [InterestCluster: [Dimension: Double]] = [
    .shopping: [.curationTendency: 0.24, .noveltySeeking: 0.16, .socialDiscoveryStyle: -0.18, .valueOrientation: 0.14],
    .foodAndCoffee: [.authenticityPreference: 0.26, .communityOrientation: 0.16, .locationAdventurousness: -0.16],
    .nightlifeAndCulture: [
      .energyPreference: 0.22, .crowdTolerance: 0.22, .temporalFlexibility: 0.22, .communityOrientation: 0.20,
    ],
    .outdoorsAndSport: [
      .energyPreference: 0.22, .locationAdventurousness: 0.14, .temporalFlexibility: -0.16, .crowdTolerance: -0.16,
    ],
    .learning: [.trustNetworkReliance: 0.26, .noveltySeeking: -0.20, .explorationEagerness: -0.12],
    .travel: [
      .explorationEagerness: 0.26, .locationAdventurousness: 0.22, .noveltySeeking: 0.16, .temporalFlexibility: 0.10,
    ],
  ]

  /// How much more of a dimension the youngest have than the oldest.
  private static let ages: [Dimension: Double] = [
    .explorationEagerness: 0.08, .communityOrientation: 0.08, .authenticityPreference: -0.10,
    .socialDiscoveryStyle: 0.12, .temporalFlexibility: 0.10, .energyPreference: 0.08, .noveltySeeking: 0.10,
    .valueOrientation: -0.18, .crowdTolerance: 0.10,
  ]
}
