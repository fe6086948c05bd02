import EnrichmentSchema
import Measures
import Population
import Releases
import SamplerFixtures
import Segments
import Storage
import WireFormat

@testable import Operations
@testable import Privacy

/// All that a run over a store would publish, before noise is added: the exact sums, and everything else as it is
/// published.
struct ExactRelease: Sendable {
  /// One statistic of one region.
  struct Statistic: Hashable, Sendable {
    let region: String
    let name: String
  }

  /// By statistic, then by cell.
  private(set) var sums: [Statistic: [String: [Int64]]] = [:]
  /// With noise, where releases are drawn.
  private(set) var noisySums: [Statistic: [String: [Int64]]] = [:]
  /// What is published without noise: of regions, segments, and each cell's release.
  private(set) var headers: [String: String] = [:]
  /// Noise and price of each statistic, as the run's own policy has them.
  private(set) var priced: [Statistic: CompiledPolicy.Statistic] = [:]

  /// Plans a run as the epoch job does and takes its sums.
  ///
  /// - Parameters:
  ///   - policy: what is released.
  ///   - draws: whether the releases are put together as well, with noise that is taken out again.
  init(of store: any Store, policy: PrivacyPolicy = .default, draws: Bool = false) async throws {
    let plan = try await RunPlan(
      of: store.regions(), policy: policy, asOf: nil, now: World.now, isForced: true, in: store)
    let request = try plan.request(acceptsClock: true)
    headers["run"] = "\(request.family) \(request.charge) \(request.cutOff) \(request.regions)"
    headers["segments"] = plan.registry.segments.map { "\($0)" }.joined(separator: "\n")
    for planned in plan.regions { try await take(planned, of: plan, in: store, draws: draws) }
  }

  private mutating func take(
    _ planned: RunPlan.PlannedRegion, of plan: RunPlan, in store: any Store, draws: Bool
  ) async throws {
    let region = planned.region.id
    // The order in which rows are kept goes by a key that each run draws anew; both runs are given one.
    var context = planned.context
    context.order = .mixed(seed: 5)
    let keyed = RunPlan.PlannedRegion(
      region: planned.region, terms: planned.terms, builder: planned.builder, context: context,
      isAnswerable: planned.isAnswerable, affinity: planned.affinity)
    headers[region] = "\(planned.region) \(planned.terms.cutOff)"
    let run = ReleaseRun(releaseID: "rel", epoch: 1, cutOff: planned.terms.cutOff, policyVersion: "1")
    let (exact, drawn, affinity) = try await store.withEpochSnapshot(
      region: region, cutOff: planned.terms.cutOff, lookback: plan.lookback
    ) { snapshot in
      let sums = try keyed.sums(of: snapshot, plan) { false }
      var source = SeededBitsForTesting(seed: 1)
      let releases =
        try draws
        ? sums.draw(
          keyed.builder, terms: keyed.terms, run: run, region: region, isSimulated: planned.region.isSimulated,
          using: &source) : []
      let header = AffinityRelease(
        run, region: region, policy: plan.policy.name, isSimulated: planned.region.isSimulated)
      let counts = draws ? keyed.affinity.flatMap { sums.countZones($0.family, using: &source) } : nil
      let affinity = sums.drawAffinity(
        keyed.affinity?.family, counts: counts, drawsSums: true, terms: keyed.terms, header: header, using: &source)
      return (sums.exactSums(ofRegion: region), releases, affinity)
    }
    for (cell, statistics) in exact { for (name, sums) in statistics { take(sums, name, cell, planned) } }
    for release in drawn { take(release) }
    if let affinity { take(affinity) }
  }

  private mutating func take(_ exact: [Int64], _ name: String, _ cell: String, _ planned: RunPlan.PlannedRegion) {
    let statistic = Statistic(region: planned.region.id, name: name)
    sums[statistic, default: [:]][cell] = exact
    priced[statistic] =
      planned.builder.policy.statistic(name) ?? planned.affinity?.family.statistics.first { $0.name == name }
  }

  /// What a release says beside its noisy sums and counts.
  private mutating func take(_ release: SegmentRelease) {
    var header = release
    for index in header.statistics.indices {
      let statistic = Statistic(region: release.region, name: header.statistics[index].name)
      noisySums[statistic, default: [:]][release.cellID] = header.statistics[index].sums
      header.statistics[index].sums = []
      header.statistics[index].smoothedSums = []
    }
    // The verdict is made from the noisy count.
    for index in header.admissions.indices {
      header.admissions[index].noisyCount = 0
      header.admissions[index].admitted = false
    }
    headers["release \(release.cellID)"] = "\(header)"
  }
}

extension ExactRelease {
  /// What a release of affinity says beside its noisy sums and counts.
  private mutating func take(_ release: AffinityRelease) {
    let cell = AffinityRelease.cellID(ofRegion: release.region)
    let (sums, counts) = (AffinityStatistic.zonesByItems.rawValue, AffinityStatistic.peopleOfZones.rawValue)
    noisySums[Statistic(region: release.region, name: sums)] = [cell: release.cells.map(Int64.init)]
    noisySums[Statistic(region: release.region, name: counts)] = [cell: release.counts]
    var header = release
    (header.cells, header.counts) = ([], [])
    headers["release \(cell)"] = "\(header)"
  }
}

/// How far two stores that differ by a person are apart in one statistic, over all regions and cells of a run.
struct Movement: Sendable, CustomStringConvertible {
  let statistic: String
  /// The L2 distance of the exact sums, in granules.
  let distance: Double
  /// The L2 distance that is charged for; the largest of the regions'.
  let bound: Double
  /// What telling the two stores apart costs with the noise that is drawn, in nano-rho.
  let loss: Double
  /// What the run pays for the statistic, in nano-rho.
  let charge: Double

  var description: String { "\(statistic) moves by \(distance) granules; charged are \(bound)" }

  /// Whether the charge covers the loss. Both come from whole numbers; the allowance is for their quotients.
  var isCovered: Bool { loss <= charge * (1 + 1e-9) }
}

extension ExactRelease {
  /// The movement of every statistic between this release and another.
  func movements(to other: ExactRelease) -> [Movement] {
    let names = Set(sums.keys.map(\.name)).union(other.sums.keys.map(\.name))
    return names.sorted().map { name in
      let regions = Set(sums.keys.filter { $0.name == name }).union(other.sums.keys.filter { $0.name == name })
      var (square, loss, bound, charge) = (0.0, 0.0, 0.0, 0.0)
      for statistic in regions {
        let moved = squaredDistance(to: other, statistic)
        guard let price = priced[statistic] ?? other.priced[statistic] else { return .unpriced(name, moved) }
        square += moved
        loss += moved * 500_000_000 / Double(price.mechanism.sigmaSquared)
        bound = max(bound, Double(price.mechanism.l2Squared).squareRoot())
        charge = max(charge, Double(price.nanoRho))
      }
      return Movement(statistic: name, distance: square.squareRoot(), bound: bound, loss: loss, charge: charge)
    }
  }

  /// How far the exact sums of two releases are apart, in a fixed order.
  func exact(without other: ExactRelease) -> [Int64] { Self.difference(sums, other.sums) }

  /// The same of the noisy sums.
  func noisy(without other: ExactRelease) -> [Int64] { Self.difference(noisySums, other.noisySums) }

  private static func difference(
    _ left: [Statistic: [String: [Int64]]], _ right: [Statistic: [String: [Int64]]]
  ) -> [Int64] {
    left.keys.sorted { ($0.region, $0.name) < ($1.region, $1.name) }.flatMap { statistic in
      (left[statistic] ?? [:]).sorted { $0.key < $1.key }.flatMap { cell, sums in
        zip(sums, right[statistic]?[cell] ?? []).map { $0 - $1 }
      }
    }
  }

  private func squaredDistance(to other: ExactRelease, _ statistic: Statistic) -> Double {
    let (mine, theirs) = (sums[statistic] ?? [:], other.sums[statistic] ?? [:])
    return Set(mine.keys).union(theirs.keys).reduce(0.0) { total, cell in
      let (left, right) = (mine[cell] ?? [], theirs[cell] ?? [])
      return (0..<max(left.count, right.count)).reduce(total) { total, index in
        let one = index < left.count ? left[index] : 0
        let two = index < right.count ? right[index] : 0
        return total + Double(one - two) * Double(one - two)
      }
    }
  }
}

extension Movement {
  /// Of a statistic that is summed and that the policy does not price.
  fileprivate static func unpriced(_ name: String, _ square: Double) -> Movement {
    Movement(statistic: name, distance: square.squareRoot(), bound: 0, loss: square, charge: 0)
  }
}
