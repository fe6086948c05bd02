extension PrivacyPolicy {
  /// The daily family's weights, in halves; together 39 halves.
  private static let dailyWeights = [
    Weight("eligible_people", halves: 6),
    Weight("average_dwell_time", halves: 4),
    Weight("exploration_tendency", halves: 2),
    Weight("community_engagement", halves: 2),
    Weight("visit_lengths", halves: 4),
    Weight("journey_variability", halves: 2),
    Weight("sharing_tendency", halves: 2),
    Weight("personality_state", halves: 8),
    Weight("direct_connections", halves: 2),
    Weight("influence_saturation", halves: 3),
    Weight("community_driven_adoption", halves: 2),
    Weight("trend_setter", halves: 2),
  ]

  /// The profile family's weights, in halves; together 20 halves.
  private static let profileWeights = [
    Weight("dimension_histograms", halves: 10),
    Weight("journey_transitions", halves: 6),
    Weight("journey_frequency", halves: 2),
    Weight("authenticity", halves: 2),
  ]

  /// The network family's weights, in halves; together 20 halves.
  private static let networkWeights = [
    Weight("ego_density", halves: 8),
    Weight("two_hop_ring", halves: 3),
    Weight("three_hop_pairs", halves: 3),
    Weight("ai2ai_compatibility", halves: 2),
    Weight("ai2ai_frequency", halves: 2),
    Weight("ai2ai_learning", halves: 2),
  ]

  /// Rho 1 per person and year (epsilon 7.77 at delta 1e-6), a release every 23 hours, floor 1,000.
  ///
  /// A cell of exactly 1,000 people is admitted with probability 6.5e-9. What is published of the daily family is the
  /// weighted mean of a cell's releases, the newest weighing .3; the weekly families are published as drawn.
  package static let `default` = PrivacyPolicy(
    name: "default", version: 1,
    cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 420_000_000_000)),
    periodHours: 23,
    daily: Family(name: "daily", runsPerYear: 382, nanoRhoPerRun: 1_727_748, weights: dailyWeights),
    profile: Family(
      name: "weekly_profile", runsPerYear: 53, nanoRhoPerRun: 2_264_150, weights: profileWeights, termDays: 7),
    network: Family(
      name: "weekly_network", runsPerYear: 53, nanoRhoPerRun: 2_264_150, weights: networkWeights, termDays: 7),
    admission: Admission(
      runsPerYear: 14, nanoRhoPerRun: 5_000_000, purposes: 3, termDays: 28,
      rule: AdmissionRule(floor: 1_000, threshold: 98, sigmaSquared: 300), deltaPerDecision: 10_000_000_000),
    smoothing: .exponential(newest: 0.3))

  /// Rho 1 per person and year in a single run: for studying a fixed data set, floor 100.
  ///
  /// The run spends .66 on the daily family and .12 on each of the slower ones, as in `default`. Admission gets
  /// the year's .07 in one draw: `sigma^2 = 22` costs .0682, and the threshold 27 = ceil(5.612 sqrt(22)) keeps the
  /// chance that a cell of exactly 100 is admitted below 1e-8; half of the cells of 127 are. A second run in the same
  /// year does not fit the cap. The least floor that keeps a confidence useful is 100; any lower one is refused.
  package static let research = PrivacyPolicy(
    name: "research", version: 1,
    cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 30_000_000_000)),
    periodHours: 8_784,
    daily: Family(name: "daily", runsPerYear: 1, nanoRhoPerRun: 660_000_000, weights: dailyWeights),
    profile: Family(
      name: "weekly_profile", runsPerYear: 1, nanoRhoPerRun: 120_000_000, weights: profileWeights, termDays: 366),
    network: Family(
      name: "weekly_network", runsPerYear: 1, nanoRhoPerRun: 120_000_000, weights: networkWeights, termDays: 366),
    admission: Admission(
      runsPerYear: 1, nanoRhoPerRun: 70_000_000, purposes: 3, termDays: 366,
      rule: AdmissionRule(floor: 100, threshold: 27, sigmaSquared: 22), deltaPerDecision: 10_000_000_000),
    smoothing: .none)

  /// The policy of a name: `default` or `research`; `nil` for any other.
  package static func named(_ name: String) -> PrivacyPolicy? {
    [PrivacyPolicy.default, .research].first { $0.name == name }
  }
}
