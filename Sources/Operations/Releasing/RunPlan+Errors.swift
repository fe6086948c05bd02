import Answers
import EnrichmentSchema
import Population
import Privacy
import Releases
import Segments
import Storage

extension RunPlan {
  /// The errors to be expected of a run, a line for each region: from the noise of the policy and the noisy number of people
  /// of the region's last release; unknown before the first, because how many people there are is known by nothing else.
  /// - Throws: `EstimateError`.
  var expectedErrors: [String] {
    get throws { try regions.flatMap { try (policy.drawsCells ? [expectedError(of: $0)] : []) + $0.affinityErrors } }
  }

  private func expectedError(of planned: PlannedRegion) throws -> String {
    let name = "region \(planned.region.id)"
    guard let previous = planned.terms.previous else { return "\(name): unknown until charged" }
    let edition = try CatalogueEdition(registry: registry, epochs: [:], releases: previous.cells)
    let whole = registry.segments.first { $0.region == planned.region.id && $0.extent == .region }
    guard let whole, let people = try edition.estimates(of: whole)?.people(.behavior), people.rounded > 0,
      let noise = planned.builder.policy.statistic(DailyStatistic.explorationTendency.rawValue)
    else { return "\(name): unknown until charged" }
    let granule = Double(sign: .plus, exponent: -DailyStatistic.explorationTendency.fractionBits, significand: 1)
    let cells = Double(whole.cellIDs.count).squareRoot()
    let error = 1.96 * Double(noise.mechanism.sigmaSquared).squareRoot() * granule * cells / Double(people.rounded)
    return
      "\(name): noise alone moves a share by at most \(Self.text(min(1, error))) (95 %), at about \(people.rounded) people"
  }

  private static func text(_ share: Double) -> String {
    let digits = String(Int((share * 10_000).rounded(.up)) + 10_000).dropFirst()
    return share >= 1 ? "1" : "0.\(digits)"
  }
}

extension RunPlan.PlannedRegion {
  /// The noise of affinity, from the numbers of the policy and the map alone; none where it is not drawn.
  fileprivate var affinityErrors: [String] {
    guard let affinity else { return [] }
    let (cells, counts) = (affinity.family.cells, affinity.family.counts)
    let granules = Double(AffinityFamily.granulesPerUnit)
    return [
      "region \(region.id): affinity of \(affinity.registered.map.zones.count) zones and "
        + "\(affinity.registered.map.items.count) items; noise moves the number of people of a zone by at most "
        + "\(Int((1.96 * Double(counts.sigmaSquared).squareRoot()).rounded(.up))) (95 %), and what they like of an item by "
        + "\(Self.tenths(1.96 * Double(cells.sigmaSquared).squareRoot() / granules)) of a person who likes nothing else; "
        + "a zone is open from \(affinity.family.threshold) on"
    ]
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.up))
    return "\(tenths / 10).\(tenths % 10)"
  }
}
