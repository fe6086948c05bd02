import Cryptography
import Population

/// What a simulated person is like.
struct Resident: Sendable {
  let agent: AgentID
  let ageBand: AgeBand
  /// The interest that was planted; what is measured may differ.
  let interest: InterestCluster
  let neighbourhood: Int
  let home: SIMD2<Double>
  /// The twelve dimensions as they really are, [0, 1].
  let traits: [Double]
  let consents: ConsentSet

  /// Draws person number `index`.
  init(
    _ index: Int, in plan: CityPlan, venues: VenueMap, ages: WeightedChoice, interests: WeightedChoice
  ) throws(CryptographyError) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.residents | UInt64(index))
    agent = try plan.pseudonymizer.agent(plan.subject(index).utf8, in: .spots)
    ageBand = AgeBand(lower: plan.ageBands[ages.draw(&random)].lower) ?? .unknown
    interest = InterestCluster.allCases[interests.draw(&random)]
    neighbourhood = random.below(venues.neighbourhoods.count)
    home = venues.neighbourhoods[neighbourhood] + SIMD2(random.normal(), random.normal()) * 0.8
    traits = Self.traits(of: interest, &random)
    var affinity = SplitMix64(seed: plan.seed, stream: RandomStream.affinity | UInt64(index))
    consents = Self.consents(plan, &random).union(affinity.unit() < plan.consentShares.affinity ? .affinity : [])
  }

  /// Means by interest, around a common middle, with a spread of .13 between people.
  private static func traits(of interest: InterestCluster, _ random: inout SplitMix64) -> [Double] {
    let tilt = tilts[interest] ?? [:]
    return Dimension.allCases.map { dimension in
      min(1, max(0, 0.52 + (tilt[dimension] ?? 0) + 0.13 * random.normal()))
    }
  }

  private static let tilts: [InterestCluster: [Dimension: Double]] = [
    .shopping: [.valueOrientation: 0.16, .curationTendency: 0.08, .crowdTolerance: 0.08],
    .foodAndCoffee: [.communityOrientation: 0.12, .authenticityPreference: 0.10, .trustNetworkReliance: 0.08],
    .nightlifeAndCulture: [.energyPreference: 0.16, .socialDiscoveryStyle: 0.12, .crowdTolerance: 0.14],
    .outdoorsAndSport: [.locationAdventurousness: 0.15, .energyPreference: 0.10, .crowdTolerance: -0.14],
    .learning: [.authenticityPreference: 0.12, .noveltySeeking: 0.08, .energyPreference: -0.10],
    .travel: [.explorationEagerness: 0.16, .noveltySeeking: 0.14, .locationAdventurousness: 0.16],
  ]

  private static func consents(_ plan: CityPlan, _ random: inout SplitMix64) -> ConsentSet {
    let shares = plan.consentShares
    let drawn: [(ConsentSet, Double)] = [
      (.behavior, shares.behavior), (.personality, shares.personality), (.network, shares.network),
      (.experiments, shares.experiments),
    ]
    return drawn.reduce(into: []) { set, purpose in
      if random.unit() < purpose.1 { set.insert(purpose.0) }
    }
  }

  /// The value of a dimension.
  subscript(dimension: Dimension) -> Double { traits[dimension.rawValue] }

  /// Onboarding answers in millionths: the mean of three items of six steps each, so that their spread over people
  /// is near that of real five-item means of the Big Five.
  func answers(_ random: inout SplitMix64) -> [Int32?] {
    traits.map { trait in
      let items = (0..<3).map { _ in (5 * min(1, max(0, trait + 0.2 * random.normal()))).rounded() / 5 }
      return Int32((items.reduce(0, +) / 3 * 1_000_000).rounded())
    }
  }
}
