import EnrichmentSchema
import EnrichmentService
import Measures
import Operations
import Population
import Privacy
import Releases
import Segments
import Simulation

/// The simulated city of the sandbox: its districts gathered into neighbourhoods that San Francisco has, and its items
/// into a few that are sold in each.
struct SandboxCity {
  private let plan: CityPlan
  private let city: City
  private let registered: RegisteredMap
  /// The number of the item that stands for each that the city knows.
  private let items: [UInt64: UInt64]

  /// Neighbourhoods by rows of the city, each twice as deep as it is wide, with the side of town they are on.
  private static let neighbourhoods = [
    ("richmond", 0), ("marina", 0), ("north_beach", 1), ("soma", 1),
    ("sunset", 0), ("haight", 0), ("castro", 1), ("mission", 1),
  ]
  private static let sides = ["west_side", "east_side"]
  private static let goods = ["headphones", "running_shoes", "coffee_grinder", "concert_ticket", "cookbook"]
  /// Which of four columns each of the six columns of districts is in.
  private static let columns = [0, 0, 1, 2, 3, 3]

  /// Founds the city.
  ///
  /// - Throws: what founding a city throws.
  init(people: Int) throws {
    // Nobody is behind a pseudonym here, so that its secret need be none.
    let names = Pseudonymizer(secret: Array("the people of the sandbox are no people".utf8.prefix(32)))
    var plan = CityPlan(seed: 1, people: people, cutOff: SandboxRelease.cutOff, pseudonymizer: names)
    (plan.region, plan.timeZone) = (SandboxRelease.region, SandboxRelease.timeZone)
    let city = try City(plan)
    let grid = try city.registeredMap()
    let sold = Self.neighbourhoods.enumerated().flatMap { zone, place in
      Self.goods.map { ZoneMap.Item(id: "\(place.0)-\($0)", zone: zone) }
    }
    let map = try ZoneMap(
      zones: Self.neighbourhoods.map { ZoneMap.Zone(id: $0.0, area: $0.1) }, areas: Self.sides, items: sold)
    registered = try RegisteredMap(map: map, zoneOfPlace: grid.zoneOfPlace.mapValues(Self.neighbourhood))
    let pairs = grid.map.items.enumerated().map { number, item in
      let zone = Self.neighbourhood(ofDistrict: item.zone ?? 0)
      let good = sold[zone * Self.goods.count + number % Self.goods.count]
      return (PublicID.place(item.id.utf8), PublicID.place(good.id.utf8))
    }
    items = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    (self.plan, self.city) = (plan, city)
  }

  /// The neighbourhood of a district of the city's grid of six by six.
  private static func neighbourhood(ofDistrict district: Int) -> Int {
    let (row, column) = (district / columns.count, district % columns.count)
    return min(1, row / 3) * 4 + columns[column]
  }

  /// The rows of a person: whoever has adopted several of the city's items that are one here has adopted it once, first.
  private func records(of index: Int) -> AgentRecords {
    var records = city.records(of: index)
    var adopted: Set<UInt64> = []
    records.adoptions = records.adoptions.compactMap { adoption in
      var adoption = adoption
      adoption.item = items[adoption.item] ?? adoption.item
      return adopted.insert(adoption.item).inserted ? adoption : nil
    }
    return records
  }

  /// Draws the release with the policy `default`, where every term begins, with noise that is the same each time.
  ///
  /// - Throws: what drawing a release throws.
  func release() throws -> SandboxRelease {
    let policy = PrivacyPolicy.default
    let builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: .all))
    let terms = RegionTerms(
      sources: .all, cutOff: plan.cutOff, policy: policy, previous: nil, hasMap: true)
    var sums = try measured(builder, terms, policy)
    var noise = RepeatableBits(seed: plan.seed)
    let run = ReleaseRun(
      releaseID: SandboxRelease.releaseID, epoch: SandboxRelease.epoch, cutOff: plan.cutOff,
      policyVersion: PolicyVersion.hash(of: policy))
    let cells = try sums.draw(
      builder, terms: terms, run: run, region: plan.region, isSimulated: true, using: &noise)
    return SandboxRelease(cells: cells, affinity: try affinity(of: &sums, terms, run, policy, &noise))
  }

  private func measured(
    _ builder: ReleaseBuilder, _ terms: RegionTerms, _ policy: PrivacyPolicy
  ) throws -> RegionSums {
    guard let calendar = RegionCalendar(timeZone: plan.timeZone) else { throw CityPlanError.timeZone(plan.timeZone) }
    let context = MeasureContext(
      window: MeasureWindow(cutOff: plan.cutOff), calendar: calendar, sources: .all, order: .mixed(seed: plan.seed),
      measuresProfile: terms.begins(policy.profile))
    var sums = RegionSums(
      region: plan.region, registry: try SegmentRegistry(segments: SandboxRelease.segments()), builder: builder,
      drawsNetwork: terms.begins(policy.network), affinity: registered, in: context)
    for index in 0..<plan.people { try sums.add(records(of: index), in: context) }
    return sums
  }

  private func affinity(
    of sums: inout RegionSums, _ terms: RegionTerms, _ run: ReleaseRun, _ policy: PrivacyPolicy,
    _ noise: inout RepeatableBits
  ) throws -> AffinityRelease {
    let family = AffinityFamily(map: registered.map, policy: policy)
    let counts = family.flatMap { sums.countZones($0, using: &noise) }
    let header = AffinityRelease(run, region: plan.region, policy: policy.name, isSimulated: true)
    guard
      let affinity = sums.drawAffinity(
        family, counts: counts, drawsSums: true, terms: terms, header: header, using: &noise)
    else { throw PolicyRefusal.unsupportedNoise(statistic: policy.affinity.name) }
    return affinity
  }
}

/// A source of noise that is the same each time: for people who are none. Whoever knows its seed can take it off.
private struct RepeatableBits: RandomBits {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }
}
