import Answers
import EngineFixtures
import EnrichmentClient
import EnrichmentSchema
import Releases
import Testing

@Suite("the public table of lifts on a device", .timeLimit(.minutes(1)))
struct MixedLiftsTests {
  /// A noisy release: only its first three zones are answered for, one of them by its area.
  private static func release(placesItems: Bool = true) throws -> RegionAffinity {
    var random = SystemRandomNumberGenerator()
    var release = AffinityFixtures.release()
    release.cells = release.cells.map { $0 + Int32.random(in: -400_000...400_000, using: &random) }
    (release.cellsSigma2Numerator, release.cellsSigma2Denominator) = (53_000_000_000, 1)
    if !placesItems { for index in release.items.indices { release.items[index].zone = 0 } }
    return try RegionAffinity(release)
  }

  private static func replies(of affinity: RegionAffinity) throws -> [ListZoneLiftsResponse] {
    let served = try ZoneLiftReplies(ListZoneLiftsRequest(), of: affinity)
    var last = ListZoneLiftsResponse()
    last.metadata = ResponseMetadata()
    return served.places.map(served.reply) + [last]
  }

  /// How far a mixed lift may be from the formula's: what rounding each zone's to a byte moves.
  private static func bound(_ affinity: RegionAffinity, _ item: Int, _ shares: [Int: Double], _ alone: [Double])
    -> Double
  {
    let estimates = affinity.estimates
    func variance(_ zone: Int) -> Double {
      let mixture = estimates.mixture(ofZone: zone)
      let expected = mixture.expected * estimates.popularity[item]
      return mixture.noiseVariance / (expected * expected) + 0.25 / expected
    }
    let whole = shares.values.reduce(0, +)
    let together = shares.reduce(0) { $0 + $1.value * $1.value / (whole * whole) * variance($1.key) }
    return shares.reduce(1e-6) { sum, part in
      let damping = (estimates.priorVariance + variance(part.key)) / (estimates.priorVariance + together)
      return sum + part.value / whole * 0.014 * alone[part.key] * damping
    }
  }

  @Test("mixes shares as the service does, but for the rounding of a byte", arguments: [true, false])
  func mixing(placesItems: Bool) throws {
    let zones = AffinityFixtures.zones.map(\.id)
    for _ in 0..<50 {
      let affinity = try Self.release(placesItems: placesItems)
      let table = try ZoneLiftTable(Self.replies(of: affinity))
      #expect(table.zones == zones && table.items == AffinityFixtures.items.map(\.id) && table.source.releaseID == "a1")
      let shares = Dictionary(uniqueKeysWithValues: zones.indices.map { ($0, Double.random(in: 0.01...1)) })
      let exact = try #require(affinity.estimates.lift(ofItems: Array(0..<6), shares: shares).values)
      let customer = try table.customer(shares: Dictionary(uniqueKeysWithValues: shares.map { (zones[$0], $1) }))
      #expect(customer.openZones == 2)
      for (item, id) in table.items.enumerated() {
        let alone = try zones.map { try table.lift(ofItem: id, shares: [$0: 1]) }
        // What is clipped has lost more than rounding loses.
        guard try Self.alone(affinity, item).allSatisfy({ $0 > 0.021 && $0 < 19.8 }) else { continue }
        let bound = Self.bound(affinity, item, shares, alone)
        #expect(abs(customer.lift(ofItem: id) - exact[item].lift) <= bound)
        #expect(table.popularity(ofItem: id) == affinity.estimates.popularity[item])
      }
    }
  }

  private static func alone(_ affinity: RegionAffinity, _ item: Int) throws -> [Double] {
    AffinityFixtures.zones.indices.map { AffinityCustomer([$0: 1], in: affinity.estimates).value(of: item).lift }
  }

  @Test("has a lift of 1 where nobody answers and for what is no registered item")
  func unanswered() throws {
    let table = try ZoneLiftTable(Self.replies(of: try AffinityFixtures.affinity()))
    let nobody = try table.customer(shares: ["depok": 1, "seribu": 3])
    #expect(!nobody.isAnswered && nobody.openZones == 0)
    #expect(table.items.allSatisfy { nobody.lift(ofItem: $0) == 1 })
    let known = try table.customer(shares: ["menteng": 1])
    #expect(known.isAnswered && known.lift(ofItem: "mall-menteng") > 1.5)
    #expect(known.lift(ofItem: "nothing") == 1 && table.popularity(ofItem: "nothing") == nil)
  }

  @Test("refuses shares that are none")
  func shares() throws {
    let table = try ZoneLiftTable(Self.replies(of: try AffinityFixtures.affinity()))
    let wrong: [([String: Double], ZoneShareError)] = [
      ([:], .none), (["menteng": 0], .none), (["menteng": 1, "kemang": -1], .share(-1, ofZone: "kemang")),
      (["menteng": 1, "kemanf": 1], .unknown("kemanf")),
    ]
    for (shares, expected) in wrong {
      let error = #expect(throws: ZoneShareError.self) { try table.customer(shares: shares) }
      #expect(error == expected)
    }
  }

  @Test("is not made of replies that contradict themselves", arguments: Contradiction.allCases)
  func contradictions(_ contradiction: Contradiction) throws {
    var replies = try Self.replies(of: try AffinityFixtures.affinity())
    contradiction.spoil(&replies)
    #expect(throws: ContradictoryAnswer.self) { try ZoneLiftTable(replies) }
  }
}

/// Something that a table's replies cannot say.
enum Contradiction: String, CaseIterable, Sendable {
  case cut, noZones, noMixing, twoZones, twoItems, tooFewLifts, gap, nowhere, noShare, infinite, shortMap, afterTheLast

  func spoil(_ replies: inout [ListZoneLiftsResponse]) {
    switch self {
    case .cut: replies.removeLast()
    case .noZones: replies[0].zones = []
    case .noMixing: replies[0].mixing = nil
    case .twoZones: replies[0].zones[1] = replies[0].zones[0]
    case .twoItems: replies[0].items[1] = replies[0].items[0]
    case .tooFewLifts: replies[0].lifts.removeLast()
    case .gap: replies[0].firstItem = 1
    case .nowhere: replies[0].itemZones[0] = 7
    case .noShare: replies[0].popularity[0] = 0
    case .infinite: replies[0].mixing?.zones[0].expected = .infinity
    case .shortMap: replies[0].mixing?.zones[0].explained = [1]
    case .afterTheLast: replies.append(ListZoneLiftsResponse())
    }
  }
}
