import Glibc
package import Population
package import Privacy

/// The affinity family of a region: zones by items, and how many people zones and areas have. Bounds, charge and floor.
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
  /// Share of the charge that counts take, in per cent.
  package static let countsPerCent: Int64 = 5

  /// Noise of the cells, in granules.
  package let cells: GaussianMechanism
  /// Noise of the counts, in people.
  package let counts: GaussianMechanism
  /// What a noisy count must reach: the floor and 5.612 standard deviations of its noise, rounded up, so that fewer
  /// people than the floor open a zone with a probability below 1e-8.
  package let threshold: Int64

  /// The least number of people a zone or area is opened for.
  package let floor: Int64
  /// What a run is charged, in nano-rho.
  package let nanoRho: Int64
  /// What the counts cost of a run, in nano-rho; the cells cost the rest.
  package let nanoRhoOfCounts: Int64

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
    guard (1...Int64.max / 100).contains(nanoRho) else { return nil }
    let forCounts = nanoRho * Self.countsPerCent / 100
    let bound = Self.cellBound(zones: zones)
    let counted = min(zones, Self.zonesAPerson) + min(areas, Self.areasAPerson)
    guard let cells = GaussianMechanism(l2Squared: UInt64(bound * bound), nanoRho: nanoRho - forCounts),
      let counts = GaussianMechanism(l2Squared: UInt64(counted), nanoRho: forCounts)
    else { return nil }
    (self.cells, self.counts, self.floor) = (cells, counts, floor)
    (self.nanoRho, nanoRhoOfCounts) = (nanoRho, forCounts)
    let width = AdmissionRule.deviations * Double(counts.sigmaSquared).squareRoot()
    threshold = floor + Int64(width.rounded(.up))
  }

  /// The weight of a number of visits before scaling: `log(1 + visits)`.
  package static func weight(ofVisits visits: Double) -> Double { log1p(visits) }

  /// How far one person can move the cells, in granules (L2): one unit, and half a granule of rounding for each of at
  /// most `min(zones, 8) * 10` cells, rounded up.
  package static func cellBound(zones: Int) -> Int64 {
    let rounded = Double(min(zones, zonesAPerson) * itemsAPerson)
    return granulesPerUnit + Int64((rounded.squareRoot() / 2).rounded(.up))
  }
}
