package import EnrichmentSchema
import Population

/// What a stored release says of how much the people of a region's zones adopt its items, with what it is shown under.
package struct RegionAffinity: Sendable {
  /// Region.
  package let region: String
  /// Identity of the run that drew the sums.
  package let releaseID: String
  /// Epoch that drew the sums, from 1.
  package let epoch: Int64
  /// Cut-off of that run, in microseconds since 1970 UTC.
  package let cutOff: Int64
  /// Name of the privacy policy.
  package let policy: String
  /// Hash of every parameter of the policy.
  package let policyVersion: String
  /// The least number of people that a zone or area is opened for.
  package let floor: Int64
  /// Whether any row behind it came from a generator.
  package let isSimulated: Bool
  /// What can be said of zones and items.
  package let estimates: AffinityEstimates

  /// Reads a release that has its sums.
  ///
  /// - Throws: `AffinityError.shape` for one that names an earlier epoch, and where map, sums and noise do not fit
  ///   together.
  package init(_ release: AffinityRelease) throws(AffinityError) {
    guard release.drawnEpoch == 0 else { throw .shape("its sums stand at epoch \(release.drawnEpoch)") }
    region = release.region
    releaseID = release.releaseID
    epoch = release.epoch
    cutOff = release.cutOffUs
    policy = release.policy
    policyVersion = release.policyVersion
    floor = release.floor
    isSimulated = release.simulated
    guard !release.closed else {
      estimates = try AffinityEstimates(
        closed: ZoneMap(release), cells: release.cells, counts: release.counts, threshold: release.threshold)
      return
    }
    estimates = try AffinityEstimates(
      map: ZoneMap(release), cells: release.cells, counts: release.counts, sigmaSquared: release.cellsVariance,
      threshold: release.threshold, fractionBits: Int(release.granularityBits))
  }
}

extension ZoneMap {
  /// The public map of a release.
  ///
  /// - Throws: `AffinityError.shape` for one that is no map.
  package init(_ release: AffinityRelease) throws(AffinityError) {
    let zones = release.zones.map { Zone(id: $0.zoneID, area: $0.area == 0 ? nil : Int($0.area) - 1) }
    let items = release.items.map { Item(id: $0.itemID, zone: $0.zone == 0 ? nil : Int($0.zone) - 1) }
    do {
      try self.init(zones: zones, areas: release.areaIds, items: items)
    } catch {
      throw .shape("\(error)")
    }
  }
}

extension AffinityRelease {
  /// What it is stored under in the place of a cell: no cell is named so.
  package static func cellID(ofRegion region: String) -> String { "\(region)/affinity" }

  /// Variance of the noise of a cell, in granules squared; not finite for a denominator of 0.
  fileprivate var cellsVariance: Double { Double(cellsSigma2Numerator) / Double(cellsSigma2Denominator) }
}

/// Affinity that was drawn for a region, sums or counts alone, and is repeated until its term ends.
package struct DrawnAffinity: Sendable, Hashable {
  /// The epoch whose release has the sums.
  package let epoch: Int64
  /// Cut-off of the run that drew them, in microseconds since 1970 UTC.
  package let cutOff: Int64
  /// Whether no zone was open, so that counts alone were drawn.
  package let isClosed: Bool

  /// What a stored release says, whether it has the sums or names the epoch that does.
  package init(_ release: AffinityRelease) {
    epoch = release.drawnEpoch == 0 ? release.epoch : release.drawnEpoch
    (cutOff, isClosed) = (release.cutOffUs, release.closed)
  }
}
