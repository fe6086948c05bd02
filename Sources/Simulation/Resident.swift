import Cryptography
import Population

/// What a simulated person is like.
struct Resident: Sendable {
  /// Where a person is on most weekdays, if anywhere.
  enum Occupation: Sendable {
    case worker, student, free
  }

  let agent: AgentID
  let ageBand: AgeBand
  /// The interest that was planted; what is measured may differ.
  let interest: InterestCluster
  let occupation: Occupation
  let neighbourhood: Int
  let home: SIMD2<Double>
  /// The twelve dimensions as they really are, [0, 1].
  let traits: InlineArray<12, Double>
  let consents: ConsentSet

  /// Draws person number `index`.
  init(
    _ index: Int, in plan: CityPlan, venues: VenueMap, ages: WeightedChoice, interests: WeightedChoice
  ) throws(CryptographyError) {
    var random = SplitMix64(seed: plan.seed, stream: RandomStream.residents | UInt64(index))
    agent = try plan.pseudonymizer.agent(plan.subject(index).utf8, in: .spots)
    ageBand = AgeBand(lower: plan.ageBands[ages.draw(&random)].lower) ?? .unknown
    interest = InterestCluster.allCases[interests.draw(&random)]
    let youth = Self.youth(of: ageBand)
    occupation = Self.occupation(of: interest, youth: youth, plan, &random)
    neighbourhood = random.below(venues.neighbourhoods.count)
    home = venues.neighbourhoods[neighbourhood] + SIMD2(random.normal(), random.normal()) * 0.8
    traits = Temperament.draw(of: interest, youth: youth, &random)
    var affinity = SplitMix64(seed: plan.seed, stream: RandomStream.affinity | UInt64(index))
    consents = Self.consents(plan, &random).union(affinity.unit() < plan.consentShares.affinity ? .affinity : [])
  }

  /// 1 in the band that begins at 20 and before, falling to 0 in the one that begins at 35.
  var youth: Double { Self.youth(of: ageBand) }

  private static func youth(of band: AgeBand) -> Double { min(1, max(0, (35 - Double(band.lower)) / 15)) }

  /// Who likes to learn studies, more often the younger; of the others most work.
  private static func occupation(
    of interest: InterestCluster, youth: Double, _ plan: CityPlan, _ random: inout SplitMix64
  ) -> Occupation {
    let studies = plan.students * (interest == .learning ? 0.25 + 0.6 * youth : 0.02 + 0.08 * youth * youth)
    let draw = random.unit()
    return draw < studies ? .student : draw < studies + 0.88 * (1 - studies) ? .worker : .free
  }

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

  /// Mean absolute difference of the dimensions, [0, 1].
  func distance(to other: Resident) -> Double {
    traits.indices.reduce(0) { $0 + abs(traits[$1] - other.traits[$1]) } / 12
  }

  /// Onboarding answers in millionths: the mean of three items of six steps each, so that their spread over people
  /// is near that of real five-item means of the Big Five.
  func answers(_ random: inout SplitMix64) -> [Int32?] {
    traits.indices.map { index in
      let trait = traits[index]
      let items = (0..<3).map { _ in (5 * min(1, max(0, trait + 0.2 * random.normal()))).rounded() / 5 }
      return Int32((items.reduce(0, +) / 3 * 1_000_000).rounded())
    }
  }
}
