import Glibc
package import Population
package import Privacy

/// The two vectors of affinity: the one declaration of their names, bounds and shares of the charge. The raw value is the
/// name in releases and in the statement.
///
/// Source: affinity.md 2.
package enum AffinityStatistic: String, Sendable, Hashable, CaseIterable {
  /// What the people of every zone adopt, the items of a zone one after the other, in granules.
  case zonesByItems = "zones_by_items"
  /// How many people every zone has, then every area.
  case peopleOfZones = "people_of_zones"

  /// How far one person can move it in a region with so many zones and areas: one vector of length 1 over the person's
  /// zones and items, each product rounded, and 1 for each zone and area that they are counted in.
  package func bound(zones: Int, areas: Int) -> ContributionBound {
    let zones = Int64(min(zones, AffinityFamily.zonesAPerson))
    switch self {
    case .zonesByItems:
      let products = zones * Int64(AffinityFamily.itemsAPerson)
      return .unitVectors(count: 1, dimension: products, granulesPerUnit: AffinityFamily.granulesPerUnit)
    case .peopleOfZones:
      return .indicators(length: zones + Int64(min(areas, AffinityFamily.areasAPerson)))
    }
  }

  /// What it costs of a run that is charged `nanoRho`: counts a twentieth, rounded down, and the cells the rest.
  package func nanoRho(ofRun nanoRho: Int64) -> Int64 {
    let counts = nanoRho / 20
    return self == .peopleOfZones ? counts : nanoRho - counts
  }

  /// Its noise and price in a region with so many zones and areas, for a run that is charged `nanoRho`; `nil` when the
  /// sampler cannot draw it.
  fileprivate func priced(zones: Int, areas: Int, ofRun nanoRho: Int64) -> CompiledPolicy.Statistic? {
    let price = self.nanoRho(ofRun: nanoRho)
    guard let l2Squared = bound(zones: zones, areas: areas).l2Squared,
      let mechanism = GaussianMechanism(l2Squared: l2Squared, nanoRho: price)
    else { return nil }
    return CompiledPolicy.Statistic(name: rawValue, nanoRho: price, mechanism: mechanism)
  }
}

/// The affinity family of a region: zones by items, and how many people zones and areas have. Noise, charge and floor.
///
/// Source: affinity.md 2.
package struct AffinityFamily: Sendable, Hashable {
  /// Zones that a person adds to and is counted in: the most visited.
  package static let zonesAPerson = 8
  /// Items that a person adds to: the first in the keyed order.
  package static let itemsAPerson = 10
  /// Areas that a person is counted in: the most visited.
  package static let areasAPerson = 3
  /// Bits of the granule of a cell.
  package static let fractionBits = 16
  /// Granules in one unit.
  package static let granulesPerUnit: Int64 = 1 << Int64(fractionBits)

  /// Noise and price of the cells, in granules.
  package let zonesByItems: CompiledPolicy.Statistic
  /// Noise and price of the counts, in people.
  package let peopleOfZones: CompiledPolicy.Statistic
  /// What a noisy count must reach: the floor and 5.612 standard deviations of its noise, rounded up, so that fewer
  /// people than the floor open a zone with a probability below 1e-8.
  package let threshold: Int64
  /// The least number of people a zone or area is opened for.
  package let floor: Int64

  /// The family of a region with a map, for a run that is charged `nanoRho`.
  ///
  /// `nil` when the charge is too small for the sampler.
  ///
  /// - Parameter floor: The least number of people a zone is opened for.
  package init?(map: ZoneMap, nanoRho: Int64, floor: Int64) {
    self.init(zones: map.zones.count, areas: map.areas.count, nanoRho: nanoRho, floor: floor)
  }

  /// The family of a region with a map under a policy.
  package init?(map: ZoneMap, policy: PrivacyPolicy) {
    self.init(map: map, nanoRho: policy.affinity.nanoRhoPerRun, floor: policy.admission.rule.floor)
  }

  /// The family of a policy in a region with as many zones and areas as a person can count in: its noise is never more.
  package init?(_ policy: PrivacyPolicy) {
    self.init(
      zones: Self.zonesAPerson, areas: Self.areasAPerson, nanoRho: policy.affinity.nanoRhoPerRun,
      floor: policy.admission.rule.floor)
  }

  private init?(zones: Int, areas: Int, nanoRho: Int64, floor: Int64) {
    guard nanoRho > 0,
      let cells = AffinityStatistic.zonesByItems.priced(zones: zones, areas: areas, ofRun: nanoRho),
      let counts = AffinityStatistic.peopleOfZones.priced(zones: zones, areas: areas, ofRun: nanoRho)
    else { return nil }
    (zonesByItems, peopleOfZones, self.floor) = (cells, counts, floor)
    let width = AdmissionRule.deviations * Double(counts.mechanism.sigmaSquared).squareRoot()
    threshold = floor + Int64(width.rounded(.up))
  }

  /// Both statistics.
  package var statistics: [CompiledPolicy.Statistic] { [zonesByItems, peopleOfZones] }

  /// Noise of the cells, in granules.
  package var cells: GaussianMechanism { zonesByItems.mechanism }

  /// Noise of the counts, in people.
  package var counts: GaussianMechanism { peopleOfZones.mechanism }

  /// Whether a zone or area is open by these noisy counts.
  package func opens(_ counts: [Int64]) -> Bool { counts.contains { $0 >= threshold } }

  /// The weight of a number of visits before scaling: `log(1 + visits)`.
  package static func weight(ofVisits visits: Double) -> Double { log1p(visits) }
}
