package import EnrichmentSchema
package import Population
package import Releases
package import Segments

/// A customer's zones as a request names them, found in the map of a release. Nothing of them outlives the call.
package struct CustomerZones: Sendable, Hashable {
  /// Most zones of a request.
  package static let most = 3
  /// Most registered zones or items that an unknown one is told of.
  package static let mostNearest = 3

  /// Shares by position of the zone, positive, the greatest 1; zones without any are left out.
  package let shares: [Int: Double]
  /// Places in the request of zones that have no share in anything.
  package let idle: [Int]

  /// Finds the zones in a map. What `violations` says of them is looked at first.
  ///
  /// - Throws: `RequestError.invalidArgument` for a zone that is not registered, with the nearest that are.
  package init(_ zones: [ZoneShare], in affinity: RegionAffinity) throws(RequestError) {
    let greatest = zones.lazy.map { $0.share ?? 1 }.max() ?? 1
    var (shares, idle, unknown): ([Int: Double], [Int], [RequestViolation]) = ([:], [], [])
    for (index, zone) in zones.enumerated() {
      guard let position = affinity.estimates.map.zone(zone.zoneID) else {
        unknown.append(Self.unknown(zone.zoneID, at: index, affinity))
        continue
      }
      let share = (zone.share ?? 1) / greatest
      if share > 0 { shares[position] = share } else { idle.append(index) }
    }
    guard unknown.isEmpty else { throw .invalidArgument(unknown) }
    (self.shares, self.idle) = (shares, idle)
  }

  /// What is wrong with the zones of a request whatever is registered: more than three, one without a name or named twice,
  /// a share that is negative or no number, shares of some only, or none above 0.
  package static func violations(_ zones: [ZoneShare]) -> [RequestViolation] {
    guard zones.count <= most else {
      return [RequestViolation(field: "zones", value: "\(zones.count) zones", allowed: "at most \(most) zones")]
    }
    return names(zones) + shares(zones)
  }

  private static func names(_ zones: [ZoneShare]) -> [RequestViolation] {
    zones.enumerated().compactMap { index, zone in
      let allowed: String
      if zone.zoneID.isEmpty {
        allowed = "the id of a registered zone; ListZones has them"
      } else if zones[..<index].contains(where: { $0.zoneID == zone.zoneID }) {
        allowed = "each zone once"
      } else {
        return nil
      }
      return RequestViolation(field: "zones[\(index)].zone_id", value: zone.zoneID, allowed: allowed)
    }
  }

  private static func shares(_ zones: [ZoneShare]) -> [RequestViolation] {
    let given = zones.compactMap(\.share)
    let wrong = zones.enumerated().compactMap { index, zone -> RequestViolation? in
      guard let share = zone.share, !(share >= 0 && share.isFinite) else { return nil }
      return RequestViolation(field: "zones[\(index)].share", value: "\(share)", allowed: "a finite number, 0 or more")
    }
    guard wrong.isEmpty, !given.isEmpty else { return wrong }
    guard given.count == zones.count else {
      return [
        RequestViolation(
          field: "zones", value: "\(given.count) of \(zones.count) with a share",
          allowed: "a share for every zone, or for none: then they are equal")
      ]
    }
    guard given.contains(where: { $0 > 0 }) else {
      return [RequestViolation(field: "zones", value: "shares of 0", allowed: "at least one share above 0")]
    }
    return []
  }

  private static func unknown(_ id: String, at index: Int, _ affinity: RegionAffinity) -> RequestViolation {
    let zones = affinity.estimates.map.zones.lazy.map(\.id)
    let nearest = NearestNames.of(id, among: zones, most: mostNearest).joined(separator: ", ")
    return RequestViolation(
      field: "zones[\(index)].zone_id", value: id,
      allowed: "a registered zone of \(affinity.region), nearest: \(nearest); ListZones has all \(zones.count)")
  }
}

/// Registered names that come nearest to one that is not.
package enum NearestNames {
  /// The nearest names by the number of bytes to change, equal ones in their order.
  ///
  /// Names whose length differs by more than half of the name's are not looked at.
  package static func of(_ name: String, among names: some Sequence<String>, most: Int) -> [String] {
    let length = name.utf8.count
    let ranked = names.enumerated().compactMap { place, other -> (distance: Int, place: Int, name: String)? in
      guard abs(other.utf8.count - length) <= max(4, length / 2) else { return nil }
      return (name.editDistance(to: other), place, other)
    }
    return ranked.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(most).map(\.name)
  }
}
