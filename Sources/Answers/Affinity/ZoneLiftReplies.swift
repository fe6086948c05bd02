package import EnrichmentSchema
import Glibc
import Population
package import Releases
package import Segments

/// `ListZoneLifts`: the lifts of all zones for items, a byte each, in parts that are made when they are asked for.
///
/// The table is public, as everything that is computed from a release is.
package struct ZoneLiftReplies: Sendable {
  /// Bytes of lifts of a reply, about.
  private static let bytesPerReply = 65_536

  /// Positions of the items of the table, in order.
  private let items: [Int]
  private let affinity: RegionAffinity
  /// A customer of each zone alone.
  private let customers: [AffinityCustomer]
  private let popularity: [Double]
  private let itemsPerReply: Int

  /// The table of a request.
  ///
  /// - Throws: `RequestError.invalidArgument` for too many items, one that is not registered, with the nearest that are, or
  ///   one that comes twice.
  package init(_ request: ListZoneLiftsRequest, of affinity: RegionAffinity) throws(RequestError) {
    let (estimates, map) = (affinity.estimates, affinity.estimates.map)
    items = request.items.isEmpty ? Array(map.items.indices) : try Self.positions(request.items, affinity)
    self.affinity = affinity
    popularity = estimates.popularity
    customers = map.zones.indices.map { AffinityCustomer([$0: 1], in: estimates) }
    itemsPerReply = max(1, Self.bytesPerReply / map.zones.count)
  }

  /// Where replies begin: places among the items, the first 0. There is one even of a map without items, for its zones.
  package var places: [Int] { items.isEmpty ? [0] : Array(stride(from: 0, to: items.count, by: itemsPerReply)) }

  /// The reply that begins at one of `places`.
  package func reply(from place: Int) -> ListZoneLiftsResponse {
    let map = affinity.estimates.map
    var response = ListZoneLiftsResponse()
    if place == 0 {
      response.zones = map.zones.map(\.id)
      response.source = AffinitySource(affinity)
      response.mixing = LiftMixing(affinity.estimates)
    }
    let part = items[place...].prefix(itemsPerReply)
    response.firstItem = Int32(clamping: place)
    response.items = part.map { map.items[$0].id }
    response.popularity = part.map { popularity[$0] }
    response.itemZones = part.map { Int32(clamping: (map.items[$0].zone ?? -1) + 1) }
    response.lifts.reserveCapacity(part.count * customers.count)
    for item in part {
      for customer in customers { response.lifts.append(LiftByte.encode(customer.value(of: item).lift)) }
    }
    return response
  }

  private static func positions(_ ids: [String], _ affinity: RegionAffinity) throws(RequestError) -> [Int] {
    guard ids.count <= ZoneMap.mostItems else {
      throw .invalidArgument([
        RequestViolation(field: "items", value: "\(ids.count) items", allowed: "at most \(ZoneMap.mostItems) items")
      ])
    }
    let map = affinity.estimates.map
    let unknown = ids.indices.lazy.filter { map.item(ids[$0]) == nil }.map { (path: "items[\($0)]", id: ids[$0]) }
    var violations = CustomerAffinity.violations(unknown: unknown, in: affinity)
    var seen = Set<Int>()
    let positions = ids.compactMap(map.item)
    if violations.isEmpty, let twice = positions.indices.first(where: { !seen.insert(positions[$0]).inserted }) {
      violations.append(RequestViolation(field: "items[\(twice)]", value: ids[twice], allowed: "each item once"))
    }
    guard violations.isEmpty else { throw .invalidArgument(violations) }
    return positions
  }
}

extension LiftMixing {
  /// What a release says of how lifts are mixed.
  fileprivate init(_ estimates: AffinityEstimates) {
    self.init()
    priorVariance = estimates.priorVariance
    sampling = AffinityEstimates.sampling
    zones = estimates.map.zones.indices.map { ZoneMixing(estimates.mixture(ofZone: $0)) }
  }
}

extension ZoneMixing {
  fileprivate init(_ mixture: ZoneMixture) {
    self.init()
    answeredBy = mixture.answer.word
    (expected, noiseVariance) = (mixture.expected, mixture.noiseVariance)
    explained = mixture.explained.map(Float.init)
  }
}

extension AffinityLift.Answer {
  /// Whose people answer, as the schema says it.
  package var word: String {
    switch self {
    case .zone: "zone"
    case .area: "area"
    case .none: "nobody"
    }
  }
}

/// A lift as a byte b on a logarithmic scale: `50^((b - 144)/144)`, so that 0 is 0.02, 144 is 1 and 254 is 20.
package enum LiftByte {
  private static let base = 50.0
  private static let one = 144.0

  /// The byte nearest to a lift, which is within `AffinityLift.range`; the two differ by at most 1.4 % of the lift.
  package static func encode(_ lift: Double) -> UInt8 {
    UInt8(min(255, max(0, (one + one * log(lift) / log(base)).rounded())))
  }

  /// The lift that a byte stands for.
  package static func decode(_ byte: UInt8) -> Double { pow(base, (Double(byte) - one) / one) }
}
