internal import EnrichmentSchema

/// An answer that contradicts itself, or what the schema says of it. Nothing of it is used.
public struct ContradictoryAnswer: Error, Sendable, Hashable, CustomStringConvertible {
  /// What contradicts what.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Replies of `ListZoneLifts` as they come; what a server says of sizes is believed of no more than it sends.
struct ZoneLiftParts {
  /// Most bytes of a table: as many as the largest map of the service has.
  static let mostLifts = 256 * 20_000

  private(set) var zones: [String] = []
  private(set) var items: [String] = []
  private(set) var lifts: [UInt8] = []
  private(set) var popularity: [Double] = []
  private(set) var standing: [Int32] = []
  private(set) var zonePositions: [String: Int] = [:]
  private(set) var itemPositions: [String: Int] = [:]
  private(set) var source: AffinitySource?
  private(set) var mixing: LiftMixing?
  /// Whether the last reply has come.
  private(set) var isComplete = false

  /// Takes the next reply.
  mutating func add(_ reply: ListZoneLiftsResponse) throws(ContradictoryAnswer) {
    guard !isComplete else { throw ContradictoryAnswer("a reply follows the last one") }
    if mixing == nil { try begin(reply) }
    try addItems(reply)
    isComplete = reply.metadata != nil
  }

  private mutating func begin(_ reply: ListZoneLiftsResponse) throws(ContradictoryAnswer) {
    guard !reply.zones.isEmpty, let source = reply.source, let mixing = reply.mixing else {
      throw ContradictoryAnswer("the first reply lacks zones, source or mixing")
    }
    zones = reply.zones
    zonePositions = Dictionary(zip(zones, zones.indices)) { first, _ in first }
    guard zonePositions.count == zones.count else { throw ContradictoryAnswer("a zone stands twice in the table") }
    try Self.check(mixing, zones: zones.count)
    (self.source, self.mixing) = (source, mixing)
  }

  private mutating func addItems(_ reply: ListZoneLiftsResponse) throws(ContradictoryAnswer) {
    let count = reply.items.count
    guard reply.lifts.count == count * zones.count, reply.popularity.count == count, reply.itemZones.count == count
    else {
      throw ContradictoryAnswer(
        "\(count) items of \(zones.count) zones with \(reply.lifts.count) lifts, \(reply.popularity.count) shares and "
          + "\(reply.itemZones.count) places")
    }
    guard lifts.count + reply.lifts.count <= Self.mostLifts else {
      throw ContradictoryAnswer("more than \(Self.mostLifts) lifts")
    }
    guard count == 0 || Int(reply.firstItem) == items.count else {
      throw ContradictoryAnswer("item \(reply.firstItem) follows \(items.count) items")
    }
    guard reply.popularity.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
      throw ContradictoryAnswer("an item's share of all that is adopted is not above 0 and at most 1")
    }
    guard reply.itemZones.allSatisfy({ (0...zones.count).contains(Int($0)) }) else {
      throw ContradictoryAnswer("an item stands in a zone that is none of the \(zones.count)")
    }
    for item in reply.items where itemPositions.updateValue(itemPositions.count, forKey: item) != nil {
      throw ContradictoryAnswer("an item stands twice in the table")
    }
    items += reply.items
    lifts += reply.lifts
    popularity += reply.popularity
    standing += reply.itemZones
  }

  private static func check(_ mixing: LiftMixing, zones: Int) throws(ContradictoryAnswer) {
    guard mixing.zones.count == zones else {
      throw ContradictoryAnswer("\(zones) zones, of which \(mixing.zones.count) can be mixed")
    }
    guard isPositive(mixing.priorVariance), isPositive(mixing.sampling) else {
      throw ContradictoryAnswer("a variance is not above 0")
    }
    for zone in mixing.zones {
      guard isPositive(zone.expected), zone.noiseVariance >= 0, zone.noiseVariance.isFinite else {
        throw ContradictoryAnswer("a zone expects \(zone.expected) with a variance of \(zone.noiseVariance)")
      }
      guard zone.explained.isEmpty || zone.explained.count == zones, zone.explained.allSatisfy(\.isFinite) else {
        throw ContradictoryAnswer("what explains a zone's lifts is not one number for each of \(zones) zones")
      }
    }
  }

  private static func isPositive(_ number: Double) -> Bool { number > 0 && number.isFinite }
}
