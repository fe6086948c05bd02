public import EnrichmentSchema
internal import Glibc

/// The public lifts of all zones of a region, on the customer's device or in the shop: lifts of a customer are mixed here,
/// so that no zone of theirs is told to anybody.
///
/// A byte is kept for each zone of each item. Source of the formula: affinity.md 3; the message `LiftMixing` repeats it.
public struct ZoneLiftTable: Sendable {
  /// Where the lifts come from; a release of the same id has the same table.
  public let source: AffinitySource
  /// Ids of the zones, in registered order.
  public let zones: [String]
  /// Ids of the items, in the order of the table.
  public let items: [String]

  let mixing: LiftMixing
  /// A byte for each zone of each item.
  let lifts: [UInt8]
  let popularity: [Double]
  /// Position of the zone that each item stands in, from 1; 0 for none.
  let standing: [Int32]
  private let zonePositions: [String: Int]
  private let itemPositions: [String: Int]

  /// The table that replies of `ListZoneLifts` make.
  /// - Throws: `ContradictoryAnswer` when they do not fit each other.
  public init(_ replies: some Sequence<ListZoneLiftsResponse>) throws(ContradictoryAnswer) {
    var parts = ZoneLiftParts()
    for reply in replies { try parts.add(reply) }
    try self.init(parts)
  }

  /// The table of replies that have all come.
  init(_ parts: ZoneLiftParts) throws(ContradictoryAnswer) {
    guard parts.isComplete, let source = parts.source, let mixing = parts.mixing else {
      throw ContradictoryAnswer("the table ends before its last reply")
    }
    (self.source, self.mixing) = (source, mixing)
    (zones, items, lifts) = (parts.zones, parts.items, parts.lifts)
    (popularity, standing) = (parts.popularity, parts.standing)
    (zonePositions, itemPositions) = (parts.zonePositions, parts.itemPositions)
  }

  /// The share of an item in all that is adopted; nil for one that is not in the table.
  public func popularity(ofItem item: String) -> Double? { itemPositions[item].map { popularity[$0] } }

  /// How much more than everybody the people of a customer's zones adopt an item: 1 is as much, within [0.02, 20]; 1 too
  /// for an item that is not in the table, and where nobody answers for any of the zones.
  ///
  /// - Parameter shares: How much of the customer's time is spent in each zone, by its id: finite, 0 or more, one above 0.
  /// - Throws: `ZoneShareError` for shares that are not allowed and zones that are not in the table.
  public func lift(ofItem item: String, shares: [String: Double]) throws(ZoneShareError) -> Double {
    try customer(shares: shares).lift(ofItem: item)
  }

  /// The lifts of a customer: what does not depend on the item is computed once.
  ///
  /// - Parameter shares: As for `lift(ofItem:shares:)`.
  /// - Throws: `ZoneShareError` likewise.
  public func customer(shares: [String: Double]) throws(ZoneShareError) -> MixedLifts {
    for (zone, share) in shares where !(share >= 0 && share.isFinite) { throw .share(share, ofZone: zone) }
    guard let greatest = shares.values.max(), greatest > 0 else { throw .none }
    var positioned: [(zone: Int, share: Double)] = []
    for (zone, share) in shares where share > 0 {
      guard let position = zonePositions[zone] else { throw .unknown(zone) }
      positioned.append((position, share / greatest))
    }
    return MixedLifts(positioned.sorted { $0.zone < $1.zone }, in: self)
  }

  /// What the table takes, about.
  var bytes: Int { lifts.count + items.reduce(0) { $0 + $1.utf8.count + 96 } + mixing.zones.count * zones.count * 4 }

  func position(ofItem item: String) -> Int? { itemPositions[item] }

  /// The lift that a byte stands for: affinity.proto says how.
  static let liftOfByte: [Double] = (0...255).map { pow(50, (Double($0) - 144) / 144) }
}

/// Shares of zones that a table cannot mix. What is wrong is told to the customer's own device only.
public enum ZoneShareError: Error, Sendable, Hashable, CustomStringConvertible {
  /// No zone has a share above 0.
  case none
  /// A share that is negative or no number.
  case share(Double, ofZone: String)
  /// A zone that the map does not have.
  case unknown(String)

  /// What is wrong, and what is allowed.
  public var description: String {
    switch self {
    case .none: "no zone has a share above 0; allowed: at least one"
    case .share(let share, let zone): "the share of zone \(zone) is \(share); allowed: a finite number, 0 or more"
    case .unknown(let zone): "zone \(zone) is not on the map; allowed: those that ListZones names"
    }
  }
}

/// The lifts of one customer.
public struct MixedLifts: Sendable {
  /// How many of the zones are answered by their own people.
  public let openZones: Int
  /// Whether anybody answers for any of the zones; if not, every lift is 1.
  public let isAnswered: Bool

  private struct Part {
    let zone: Int
    let share: Double
    let isAnswered: Bool
    let expected: Double
    let noiseVariance: Double
  }

  private let table: ZoneLiftTable
  private let parts: [Part]

  init(_ shares: [(zone: Int, share: Double)], in table: ZoneLiftTable) {
    let whole = shares.reduce(0) { $0 + $1.share }
    self.table = table
    parts = shares.map { zone, share in
      let mixing = table.mixing.zones[zone]
      return Part(
        zone: zone, share: share / whole, isAnswered: mixing.answeredBy != "nobody", expected: mixing.expected,
        noiseVariance: mixing.noiseVariance)
    }
    openZones = shares.count { table.mixing.zones[$0.zone].answeredBy == "zone" }
    isAnswered = parts.contains(where: \.isAnswered)
  }

  /// The lift of an item, within [0.02, 20]; 1 where nothing is known.
  public func lift(ofItem item: String) -> Double {
    guard isAnswered, let item = table.position(ofItem: item) else { return 1 }
    let prior = table.mixing.priorVariance
    var (explained, departure, variance) = (0.0, 0.0, 0.0)
    for part in parts {
      let near = self.explained(part.zone, item)
      let own = self.variance(part, item)
      explained += part.share * near
      variance += part.share * part.share * own
      guard part.isAnswered else { continue }
      let alone = ZoneLiftTable.liftOfByte[Int(table.lifts[item * table.zones.count + part.zone])]
      departure += part.share * (alone - 1 - near) * (prior + own) / prior
    }
    return min(max(1 + explained + prior / (prior + variance) * departure, 0.02), 20)
  }

  private func explained(_ zone: Int, _ item: Int) -> Double {
    let (near, standing) = (table.mixing.zones[zone].explained, Int(table.standing[item]))
    return near.isEmpty || standing == 0 ? 0 : Double(near[standing - 1])
  }

  private func variance(_ part: Part, _ item: Int) -> Double {
    let expected = part.expected * table.popularity[item]
    return part.noiseVariance / (expected * expected) + table.mixing.sampling / expected
  }
}
