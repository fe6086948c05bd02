package import EnrichmentSchema
import Population
import Privacy

extension AffinityRelease {
  /// A release of a run without sums.
  package init(_ run: ReleaseRun, region: String, policy: String, isSimulated: Bool) {
    self.init()
    (releaseID, epoch, cutOffUs) = (run.releaseID, run.epoch, run.cutOff)
    statisticVersion = ReleaseRun.statisticVersion
    (self.policy, policyVersion) = (policy, run.policyVersion)
    (self.region, simulated) = (region, isSimulated)
  }

  /// The release that repeats what was drawn before: it names the epoch and costs nothing.
  func repeating(_ drawn: DrawnAffinity) -> AffinityRelease {
    var release = self
    (release.drawnEpoch, release.cutOffUs, release.closed) = (drawn.epoch, drawn.cutOff, drawn.isClosed)
    return release
  }

  /// The release of a region that is closed, by counts that have their noise already: no zone has enough people.
  func closing(by counts: [Int64], of map: ZoneMap, _ family: AffinityFamily) -> AffinityRelease {
    var release = self
    release.describe(map)
    release.counts = counts
    (release.countsSigma2Numerator, release.countsSigma2Denominator) = (family.counts.sigmaSquared, 1)
    (release.floor, release.threshold) = (family.floor, family.threshold)
    (release.nanoRho, release.closed) = (family.peopleOfZones.nanoRho, true)
    return release
  }

  /// The release with fresh noise in every cell, also where the sum is 0; to be drawn once a term.
  ///
  /// - Parameter counts: How many people zones and areas have, with their noise.
  func drawing<Source: RandomBits & ~Copyable>(
    _ sums: AffinityAccumulator, counts: [Int64], _ family: AffinityFamily, using source: inout Source
  ) -> AffinityRelease {
    var release = closing(by: counts, of: sums.map, family)
    let cells = CoarsenedCells(family.cells.release(sums.cells, using: &source))
    release.cells = cells.values
    release.granularityBits = Int32(AffinityFamily.fractionBits - cells.bits)
    (release.cellsSigma2Numerator, release.cellsSigma2Denominator) = (family.cells.sigmaSquared, 1 << (2 * cells.bits))
    release.nanoRho += family.zonesByItems.nanoRho
    release.closed = false
    return release
  }

  private mutating func describe(_ map: ZoneMap) {
    zones = map.zones.map { zone in
      var described = AffinityZone()
      (described.zoneID, described.area) = (zone.id, Int32(zone.area.map { $0 + 1 } ?? 0))
      return described
    }
    areaIds = map.areas
    items = map.items.map { item in
      var described = AffinityItem()
      (described.itemID, described.zone) = (item.id, Int32(item.zone.map { $0 + 1 } ?? 0))
      return described
    }
  }
}

/// Noisy sums in 32 bits: where one would not fit, the granule of all is made coarser by as many bits as are needed. Made
/// from what has its noise already, so that it costs nothing.
struct CoarsenedCells {
  /// The sums in coarser granules, rounded to the nearest.
  let values: [Int32]
  /// Bits by which the granule is coarser, 0 as a rule.
  let bits: Int

  init(_ noisy: [Int64]) {
    let largest = noisy.reduce(0) { Swift.max($0, $1.magnitude) }
    let bits = (0...AffinityFamily.fractionBits).first { largest >> $0 < Int32.max } ?? AffinityFamily.fractionBits
    self.bits = bits
    let half = bits == 0 ? 0 : Int64(1) << (bits - 1)
    values = noisy.map { Int32(clamping: ($0 + half) >> bits) }
  }
}
