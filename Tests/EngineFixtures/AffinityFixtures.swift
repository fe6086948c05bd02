package import EnrichmentSchema
package import Releases

/// A release of affinity of a made-up town, with little noise: everybody adopts most what stands in their own zone.
package enum AffinityFixtures {
  /// Zones with their area, the noisy number of their people, and who answers for them at a threshold of 100: the first two
  /// themselves, `tebet` through the north, the other three nobody.
  package static let zones: [(id: String, area: Int32, people: Int64)] = [
    ("menteng", 1, 500), ("kemang", 1, 480), ("tebet", 1, 10), ("depok", 2, 5), ("bogor", 2, 5), ("seribu", 0, 5),
  ]
  /// Items with the zone they stand in, from 1; the last stands in none.
  package static let items: [(id: String, zone: Int32)] = [
    ("mall-menteng", 1), ("mall-kemang", 2), ("kiosk-tebet", 3), ("mall-depok", 4), ("market-bogor", 5), ("online", 0),
  ]

  /// The stored release.
  package static func release(region: String = "jakarta", epoch: Int64 = 1) -> AffinityRelease {
    var release = AffinityRelease()
    (release.releaseID, release.region, release.epoch, release.cutOffUs) = ("a\(epoch)", region, epoch, 1_000_000)
    (release.policy, release.policyVersion, release.statisticVersion) = ("affinity", "p1", "1")
    release.zones = zones.map { zone in
      var message = AffinityZone()
      (message.zoneID, message.area) = (zone.id, zone.area)
      return message
    }
    release.areaIds = ["north", "south"]
    release.items = items.map { item in
      var message = AffinityItem()
      (message.itemID, message.zone) = (item.id, item.zone)
      return message
    }
    release.cells = zones.indices.flatMap { zone in
      items.map { item in sum(zone: zone, standing: Int(item.zone) - 1) << 16 }
    }
    release.granularityBits = 16
    // A tenth of a unit.
    (release.cellsSigma2Numerator, release.cellsSigma2Denominator) = (42_949_673, 1)
    release.counts = zones.map(\.people) + [990, 10]
    (release.countsSigma2Numerator, release.countsSigma2Denominator) = (4, 1)
    (release.floor, release.threshold) = (88, 100)
    return release
  }

  /// What it says.
  package static func affinity(region: String = "jakarta", epoch: Int64 = 1) throws -> RegionAffinity {
    try RegionAffinity(release(region: region, epoch: epoch))
  }

  /// Units of a zone for an item by the zone it stands in, -1 for none: larger zones adopt more, everybody most at home.
  private static func sum(zone: Int, standing: Int) -> Int32 {
    let size: Int32 = zone < 2 ? 40 : 2
    return standing == zone ? 3 * size : standing < 0 ? size : size / 2
  }
}

/// Zones of a request, with shares or without.
package func customerZones(_ zones: (id: String, share: Double?)...) -> [ZoneShare] {
  zones.map { zone in
    var message = ZoneShare()
    (message.zoneID, message.share) = (zone.id, zone.share)
    return message
  }
}
