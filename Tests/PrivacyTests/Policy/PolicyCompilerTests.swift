import Privacy
import Testing

/// Bounds with the real sensitivities of the published table, in the granules of each statistic.
let tableBounds: [String: ContributionBound] = [
  "eligible_people": .indicators(length: 3),
  "average_dwell_time": .centredValue(halfRange: 1_920),
  "exploration_tendency": .centredValue(halfRange: 2_048),
  "community_engagement": .centredValue(halfRange: 2_048),
  "visit_lengths": .partition(total: 4_096),
  "journey_variability": .centredValue(halfRange: 2_048),
  "sharing_tendency": .centredValue(halfRange: 2_048),
  "personality_state": .unitVectors(count: 12, dimension: 2, granulesPerUnit: 4_096),
  "direct_connections": .neighbourCountFunction(perNeighbour: 1, neighbours: 50),
  "influence_saturation": .neighbourCountFunction(perNeighbour: 195, neighbours: 50),
  "community_driven_adoption": .neighbourValues(own: 1_024, perNeighbour: 1_024, neighbours: 5),
  "trend_setter": .neighbourValues(own: 1_024, perNeighbour: 1_024, neighbours: 5),
  "average_dwell_time_second_moment": .centredValue(halfRange: 2_048),
  "exploration_tendency_second_moment": .centredValue(halfRange: 2_048),
  "community_engagement_second_moment": .centredValue(halfRange: 2_048),
  "journey_variability_second_moment": .centredValue(halfRange: 2_048),
  "sharing_tendency_second_moment": .centredValue(halfRange: 2_048),
  "dimension_histograms": .indicators(length: 12),
  "journey_transitions": .unitVectors(count: 1, dimension: 144, granulesPerUnit: 4_096),
  "journey_frequency": .indicators(length: 1),
  "authenticity": .partition(total: 4_096),
  "ego_density": .egoDensity(whole: 256, neighbours: 50),
  "two_hop_ring": .twoStepRing(neighbours: 50),
  "three_hop_pairs": .pairsWithinThreeSteps(neighbours: 50, pairsPerGranule: 32),
  "ai2ai_compatibility": .tieEnds(perEnd: 128, neighbours: 50),
  "ai2ai_frequency": .tieEnds(perEnd: 1, neighbours: 50),
  "ai2ai_learning": .tieEnds(perEnd: 128, neighbours: 50),
]

@Suite("the policy compiler", .timeLimit(.minutes(2)))
struct PolicyCompilerTests {
  @Test("the default policy divides a year as published, and leaves the published reserve")
  func defaultTable() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    let yearly = compiled.policy.families.map { [$0.runsPerYear, $0.nanoRhoPerRun] }
    #expect(
      yearly == [[382, 1_465_968], [53, 1_509_433], [53, 1_509_433], [4, 45_000_000], [2, 10_000_000]])
    let weights = compiled.policy.daily.weights
    let quarters = weights.reduce(0) { $0 + $1.quarters }
    #expect(compiled.daily.map(\.nanoRho) == weights.map { 1_465_968 * $0.quarters / quarters })
    #expect(compiled.scheduled == PrivacyCost(nanoRho: 989_999_674, deltaUnits: 420_000_000_000))
    #expect(compiled.reserveNanoRho == 10_000_326)
    #expect(compiled.daily.reduce(0) { $0 + $1.nanoRho } <= 1_465_968)
    #expect(abs(try #require(compiled.epsilonOfCap(delta: 1e-6)) - 7.766217) < 1e-6)
  }

  @Test("what is not drawn yet stays unspent: runs may spend the cap without it")
  func kept() {
    let base = PrivacyPolicy.default
    #expect(base.keptNanoRho == 20_000_000 && base.spendable.perYear.nanoRho == 980_000_000)
    #expect(base.spendable.perYear.deltaUnits == base.cap.perYear.deltaUnits)
    #expect(PrivacyPolicy.research.spendable.perYear.nanoRho == 1_000_000_000)
    #expect(PrivacyPolicy.affinity.spendable.perYear.nanoRho == 185_069_840)
    #expect(382 * base.meanRunCost.nanoRho <= base.spendable.perYear.nanoRho)
  }

  @Test("the affinity policy spends epsilon 3.0 in its one run, on affinity alone")
  func affinity() throws {
    let compiled = try PolicyCompiler.compile(.affinity, bounds: [:])
    #expect(compiled.scheduled == PrivacyCost(nanoRho: 185_069_840) && compiled.reserveNanoRho == 0)
    #expect(abs(try #require(compiled.epsilonOfCap(delta: 1e-6)) - 3) < 0.001)
    #expect(compiled.daily.isEmpty && compiled.profile.isEmpty && compiled.network.isEmpty)
    #expect(compiled.admission == nil && compiled.policy.isDrawn && !compiled.policy.drawsCells)
    #expect(PrivacyPolicy.named("affinity") == .affinity)
    let rule = compiled.policy.admission.rule
    let counts = 185_069_840 * 5 / 100
    #expect(Int(rule.sigmaSquared) == (11 * 1_000_000_000 + 2 * counts - 1) / (2 * counts))
    #expect(Double(rule.threshold) == (5.612 * Double(rule.sigmaSquared).squareRoot()).rounded(.up))
  }

  @Test("the noise of the default policy is the published standard deviation at 1,250 people")
  func defaultNoise() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    let published: [(String, granule: Double, Double)] = [
      ("average_dwell_time", 1.0 / 16, 5.71), ("exploration_tendency", 1.0 / 4_096, 0.0336),
      ("personality_state", 1.0 / 4_096, 0.1166), ("direct_connections", 1, 3.36),
      ("influence_saturation", 1.0 / 4_096, 0.1308), ("community_driven_adoption", 1.0 / 4_096, 0.1009),
      ("trend_setter", 1.0 / 4_096, 0.1009),
    ]
    for (name, granule, deviation) in published {
      let sigma = Double(try #require(compiled.statistic(name)).mechanism.sigmaSquared).squareRoot()
      #expect(abs(sigma * granule / 1_250 / deviation - 1) < 0.005, "\(name)")
    }
    let people = try #require(compiled.statistic("eligible_people"))
    #expect(abs(Double(people.mechanism.sigmaSquared).squareRoot() - 84.1) < 0.1)
    let squares = try #require(compiled.statistic("sharing_tendency_second_moment"))
    let values = try #require(compiled.statistic("sharing_tendency"))
    let ratio = Double(squares.mechanism.sigmaSquared) / Double(values.mechanism.sigmaSquared)
    #expect(abs(ratio - 4) < 0.001, "a quarter of the weight")
  }

  @Test("admission of the default policy has sigma squared 300 exactly, for rho .005")
  func defaultAdmission() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    #expect(compiled.admission?.sigmaSquared == 300)
    #expect(compiled.admission?.nanoRho == 5_000_000)
  }

  @Test("the research policy spends .54 on its one run, and a second run in the year does not fit")
  func research() throws {
    let compiled = try PolicyCompiler.compile(.research, bounds: tableBounds)
    let charge = PrivacyPolicy.research.daily.nanoRhoPerRun
    #expect(charge == 540_000_000)
    #expect(compiled.policy.admission.rule.floor == 100)
    #expect(compiled.reserveNanoRho == 30_000_000)
    #expect(2 * charge > compiled.policy.spendable.perYear.nanoRho)
    #expect(PrivacyPolicy.named("research") == .research)
    #expect(PrivacyPolicy.named("Research") == nil)
  }

  @Test("a run that is a nano-rho too dear is refused")
  func overspends() {
    let family = PrivacyPolicy.default.daily
    let dear = PrivacyPolicy.Family(
      name: "daily", runsPerYear: 382, nanoRhoPerRun: family.nanoRhoPerRun + 26_179, weights: family.weights)
    #expect(throws: PolicyRefusal.self) {
      try PolicyCompiler.compile(policy(daily: dear), bounds: tableBounds)
    }
    let fits = PrivacyPolicy.Family(
      name: "daily", runsPerYear: 382, nanoRhoPerRun: family.nanoRhoPerRun + 26_178, weights: family.weights)
    #expect(throws: Never.self) { try PolicyCompiler.compile(policy(daily: fits), bounds: tableBounds) }
  }

  @Test("fewer budgeted runs than the period makes are refused")
  func tooFewRuns() {
    let family = PrivacyPolicy.default.daily
    let short = PrivacyPolicy.Family(
      name: "daily", runsPerYear: 381, nanoRhoPerRun: family.nanoRhoPerRun, weights: family.weights)
    #expect(throws: PolicyRefusal.tooFewRuns(family: "daily", runs: 381, needed: 382)) {
      try PolicyCompiler.compile(policy(daily: short), bounds: tableBounds)
    }
  }

  @Test("the weekly families divide their charge as published, and never exceed it")
  func weekly() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    #expect(compiled.profile.map(\.nanoRho) == [754_716, 452_829, 150_943, 150_943])
    #expect(compiled.network.map(\.nanoRho) == [603_773, 226_414, 226_414, 150_943, 150_943, 150_943])
    for statistics in [compiled.profile, compiled.network] {
      #expect(statistics.reduce(0) { $0 + $1.nanoRho } <= 1_509_433)
      #expect(statistics.allSatisfy { ($0.mechanism.nanoRho ?? .max) <= $0.nanoRho })
    }
    let bins = try #require(compiled.statistic("dimension_histograms"))
    #expect(abs(Double(bins.mechanism.sigmaSquared).squareRoot() - 89.2) < 0.05)
  }

  @Test("a region of the published size has confidence .75 in each network field, from noise alone")
  func networkSizes() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    let noise = { (name: String) in
      Double(try #require(compiled.statistic(name)).mechanism.sigmaSquared).squareRoot()
    }
    let errors = [
      (try noise("ego_density") / 256 / 33_800, 0.05), (try noise("two_hop_ring") / 15_900, 25),
      (try noise("three_hop_pairs") * 32 / (23_020 * 23_020), 0.05),
      (try noise("ai2ai_compatibility") / 256 / (20 * 3_310), 0.05),
    ]
    for (error, tolerance) in errors {
      #expect(abs(Confidence.within(tolerance: tolerance, standardError: error) - 0.75) < 0.005)
    }
  }

  @Test("the mean price of a run is a whole year's schedule over its daily runs, and a year of it fits the cap")
  func meanRun() throws {
    let compiled = try PolicyCompiler.compile(.default, bounds: tableBounds)
    let mean = PrivacyPolicy.default.meanRunCost
    let drawn = compiled.scheduled.nanoRho - PrivacyPolicy.default.keptNanoRho
    #expect(mean.nanoRho * 382 >= drawn && (mean.nanoRho - 1) * 382 < drawn)
    #expect(mean.deltaUnits * 382 >= compiled.scheduled.deltaUnits)
    #expect(PrivacyPolicy.research.meanRunCost == PrivacyCost(nanoRho: 970_000_000, deltaUnits: 30_000_000_000))
  }

  @Test("a weekly family needs as many runs as a leap year has weeks")
  func weeklyRuns() {
    let base = PrivacyPolicy.default.profile
    for (runs, days) in [(Int64(52), 7), (53, 6), (53, 0)] {
      let short = PrivacyPolicy.Family(
        name: base.name, runsPerYear: runs, nanoRhoPerRun: 1_000_000, weights: base.weights, termDays: days)
      #expect(throws: PolicyRefusal.self) {
        try PolicyCompiler.compile(policy(profile: short), bounds: tableBounds)
      }
    }
  }

  @Test("weights and bounds must name the same statistics, once each")
  func names() {
    var missing = tableBounds
    missing["trend_setter"] = nil
    #expect(throws: PolicyRefusal.mismatchedStatistic("trend_setter")) {
      try PolicyCompiler.compile(.default, bounds: missing)
    }
    var extra = tableBounds
    extra["other"] = .indicators(length: 1)
    #expect(throws: PolicyRefusal.mismatchedStatistic("other")) {
      try PolicyCompiler.compile(.default, bounds: extra)
    }
  }

  @Test("an admission with a low floor, a low threshold or cheap noise is refused")
  func admission() {
    for rule in [
      AdmissionRule(floor: 99, threshold: 98, sigmaSquared: 300),
      AdmissionRule(floor: 1_000, threshold: 90, sigmaSquared: 300),
      AdmissionRule(floor: 1_000, threshold: 98, sigmaSquared: 299),
    ] {
      #expect(throws: PolicyRefusal.self) { try PolicyCompiler.compile(policy(rule: rule), bounds: tableBounds) }
    }
  }

  @Test("smoothing keeps .176 of the variance in the long run and allows for the lag")
  func smoothing() {
    let smoothing = Smoothing.exponential(newest: 0.3)
    let steady = (0..<60).reduce(nil as Double?) { previous, _ in smoothing.varianceFactor(previous: previous) }
    #expect(abs((steady ?? 0) - 0.3 / 1.7) < 1e-9)
    let age = (0..<90).reduce(nil as Double?) { previous, _ in smoothing.meanAge(previous: previous, gap: 1) }
    #expect(abs((age ?? 0) - 7.0 / 3) < 1e-9)
    #expect(abs(smoothing.meanAge(previous: 0, gap: 2) - 1.4) < 1e-12 && smoothing.meanAge(previous: nil, gap: 2) == 0)
    #expect(smoothing.average(newest: 10, previous: 20) == 17 && smoothing.average(newest: 10, previous: nil) == 10)
    #expect(Smoothing.none.varianceFactor(previous: 0.2) == 1 && Smoothing.none.average(newest: 1, previous: 9) == 1)
    #expect(Smoothing.none.meanAge(previous: 3, gap: 1) == 0)
  }

  @Test("the text of a policy changes with every number in it")
  func text() {
    let base = PrivacyPolicy.default.canonicalText
    #expect(base.hasPrefix("policy default 2\nperiod_hours 23\ncap 1000000000 420000000000\nlifetime none\n"))
    let family = PrivacyPolicy.Family(
      name: "daily", runsPerYear: 382, nanoRhoPerRun: 1_465_968, weights: [.init("eligible_people", quarters: 1)])
    let others = [
      PrivacyPolicy.research, policy(), policy(daily: family),
      policy(rule: AdmissionRule(floor: 1_000, threshold: 99, sigmaSquared: 300)),
    ]
    #expect(Set(others.map(\.canonicalText) + [base]).count == 5)
  }

  /// When it fails for a good reason the policy needs another version: a ledger's year is bound to name and version.
  @Test("the numbers of a version never change")
  func versions() {
    let known =
      [
        "default 2": 5_013_036_793_705_598_602, "research 2": 4_570_150_684_562_214_137,
        "affinity 1": 2_511_072_550_020_426_379,
      ] as [String: UInt64]
    for policy in PrivacyPolicy.all {
      let hash = fixtureHash(Array(policy.canonicalText.utf8)).reduce(0) { $0 << 8 | UInt64($1) }
      #expect(known[policy.edition] == hash, "\(policy.edition): \(hash)")
    }
  }

  private func policy(
    daily: PrivacyPolicy.Family? = nil, profile: PrivacyPolicy.Family? = nil, rule: AdmissionRule? = nil
  ) -> PrivacyPolicy {
    let base = PrivacyPolicy.default
    let admission = PrivacyPolicy.Admission(
      runsPerYear: 14, nanoRhoPerRun: 5_000_000, purposes: 3, termDays: 28, rule: rule ?? base.admission.rule,
      deltaPerDecision: 10_000_000_000)
    return PrivacyPolicy(
      name: "changed", version: 1, cap: base.cap, periodHours: 23, daily: daily ?? base.daily,
      profile: profile ?? base.profile, network: base.network, affinity: base.affinity, kept: base.kept,
      admission: admission, smoothing: .none)
  }
}
