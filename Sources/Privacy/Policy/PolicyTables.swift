extension PrivacyPolicy {
  /// The daily family's weights, in quarters; together 83 quarters.
  private static let dailyWeights = [
    Weight("eligible_people", quarters: 12),
    Weight("average_dwell_time", quarters: 8),
    Weight("exploration_tendency", quarters: 4),
    Weight("community_engagement", quarters: 4),
    Weight("visit_lengths", quarters: 8),
    Weight("journey_variability", quarters: 4),
    Weight("sharing_tendency", quarters: 4),
    Weight("personality_state", quarters: 16),
    Weight("direct_connections", quarters: 4),
    Weight("influence_saturation", quarters: 6),
    Weight("community_driven_adoption", quarters: 4),
    Weight("trend_setter", quarters: 4),
    Weight("average_dwell_time_second_moment", quarters: 1),
    Weight("exploration_tendency_second_moment", quarters: 1),
    Weight("community_engagement_second_moment", quarters: 1),
    Weight("journey_variability_second_moment", quarters: 1),
    Weight("sharing_tendency_second_moment", quarters: 1),
  ]

  /// The profile family's weights, in quarters; together 40 quarters.
  private static let profileWeights = [
    Weight("dimension_histograms", quarters: 20),
    Weight("journey_transitions", quarters: 12),
    Weight("journey_frequency", quarters: 4),
    Weight("authenticity", quarters: 4),
  ]

  /// The network family's weights, in quarters; together 40 quarters.
  private static let networkWeights = [
    Weight("ego_density", quarters: 16),
    Weight("two_hop_ring", quarters: 6),
    Weight("three_hop_pairs", quarters: 6),
    Weight("ai2ai_compatibility", quarters: 4),
    Weight("ai2ai_frequency", quarters: 4),
    Weight("ai2ai_learning", quarters: 4),
  ]

  /// Rho 1 per person and year (epsilon 7.77 at delta 1e-6), a release every 23 hours, floor 1,000.
  ///
  /// A cell of exactly 1,000 people is admitted with probability 6.5e-9. What is published of the daily family is the
  /// weighted mean of a cell's releases, the newest weighing .3; the weekly families are published as drawn, and
  /// affinity once a quarter. Outcomes are not drawn yet: nothing else may spend what they are to cost.
  package static let `default` = PrivacyPolicy(
    name: "default", version: 2,
    cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 420_000_000_000)),
    periodHours: 23,
    daily: Family(name: "daily", runsPerYear: 382, nanoRhoPerRun: 1_465_968, weights: dailyWeights),
    profile: Family(
      name: "weekly_profile", runsPerYear: 53, nanoRhoPerRun: 1_509_433, weights: profileWeights, termDays: 7),
    network: Family(
      name: "weekly_network", runsPerYear: 53, nanoRhoPerRun: 1_509_433, weights: networkWeights, termDays: 7),
    affinity: Family(name: "affinity", runsPerYear: 4, nanoRhoPerRun: 45_000_000, termDays: 92),
    kept: [Family(name: "outcomes", runsPerYear: 2, nanoRhoPerRun: 10_000_000, termDays: 183)],
    admission: Admission(
      runsPerYear: 14, nanoRhoPerRun: 5_000_000, purposes: 3, termDays: 28,
      rule: AdmissionRule(floor: 1_000, threshold: 98, sigmaSquared: 300), deltaPerDecision: 10_000_000_000),
    smoothing: .exponential(newest: 0.3))

  /// Rho 1 per person and year in a single run: for studying a fixed data set, floor 100.
  ///
  /// The run spends .54 on the daily family and .12 on each of the three slower ones. Admission gets the year's .07 in one draw: `sigma^2 = 22` costs .0682, and the threshold
  /// 27 = ceil(5.612 sqrt(22)) keeps the chance that a cell of exactly 100 is admitted below 1e-8; half of the cells of
  /// 127 are. A second run in the same year does not fit the cap. The least floor that keeps a confidence useful is 100;
  /// any lower one is refused.
  package static let research = PrivacyPolicy(
    name: "research", version: 2,
    cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 30_000_000_000)),
    periodHours: 8_784,
    daily: Family(name: "daily", runsPerYear: 1, nanoRhoPerRun: 540_000_000, weights: dailyWeights),
    profile: Family(
      name: "weekly_profile", runsPerYear: 1, nanoRhoPerRun: 120_000_000, weights: profileWeights, termDays: 366),
    network: Family(
      name: "weekly_network", runsPerYear: 1, nanoRhoPerRun: 120_000_000, weights: networkWeights, termDays: 366),
    affinity: Family(name: "affinity", runsPerYear: 1, nanoRhoPerRun: 120_000_000, termDays: 366),
    admission: Admission(
      runsPerYear: 1, nanoRhoPerRun: 70_000_000, purposes: 3, termDays: 366,
      rule: AdmissionRule(floor: 100, threshold: 27, sigmaSquared: 22), deltaPerDecision: 10_000_000_000),
    smoothing: .none)

  /// Epsilon 3.0 at delta 1e-6 in the one run of a year, for affinity alone, floor 100.
  ///
  /// There are no terms of admission: a place is open by the counts of its own run, which take a twentieth of the charge
  /// (`sigma^2 = 595` for at most eleven places a person; 137 = ceil(5.612 sqrt(595))).
  package static let affinity = PrivacyPolicy(
    name: "affinity", version: 1, cap: BudgetCap(perYear: PrivacyCost(nanoRho: 185_069_840)), periodHours: 8_784,
    daily: .none(named: "daily"), profile: .none(named: "weekly_profile"), network: .none(named: "weekly_network"),
    affinity: Family(name: "affinity", runsPerYear: 1, nanoRhoPerRun: 185_069_840, termDays: 366),
    admission: Admission(
      runsPerYear: 0, nanoRhoPerRun: 0, purposes: 0, termDays: 366,
      rule: AdmissionRule(floor: 100, threshold: 137, sigmaSquared: 595), deltaPerDecision: 0),
    smoothing: .none)

  /// Every policy that is declared.
  package static let all: [PrivacyPolicy] = [.default, .research, .affinity]

  /// The policy of a name: `default`, `research` or `affinity`; `nil` for any other.
  package static func named(_ name: String) -> PrivacyPolicy? { all.first { $0.name == name } }
}
