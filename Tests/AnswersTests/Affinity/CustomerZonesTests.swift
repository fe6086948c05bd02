import EngineFixtures
import EnrichmentSchema
import Releases
import Testing

@testable import Answers
@testable import Population
@testable import Segments

@Suite("a customer's zones", .timeLimit(.minutes(1)))
struct CustomerZonesTests {
  private let affinity: RegionAffinity

  init() throws { affinity = try AffinityFixtures.affinity() }

  @Test("zones without shares count alike; shares are scaled, and one of 0 counts nothing")
  func shares() throws {
    let alike = try CustomerZones(customerZones(("menteng", nil), ("tebet", nil)), in: affinity)
    #expect(alike.shares == [0: 1, 2: 1] && alike.idle.isEmpty)
    let scaled = try CustomerZones(
      customerZones(("menteng", .greatestFiniteMagnitude), ("kemang", 0), ("depok", .greatestFiniteMagnitude / 4)),
      in: affinity)
    #expect(scaled.shares == [0: 1, 3: 0.25] && scaled.idle == [1])
    let customer = AffinityCustomer(scaled.shares, in: affinity.estimates)
    #expect(customer.value(of: 0).lift.isFinite && customer.openZones == 1)
  }

  @Test(
    "what cannot be zones of a customer is named",
    arguments: [
      (customerZones(("a", nil), ("b", nil), ("c", nil), ("d", nil)), "zones", "at most 3 zones"),
      (customerZones(("", nil)), "zones[0].zone_id", "ListZones has them"),
      (customerZones(("a", nil), ("b", nil), ("a", nil)), "zones[2].zone_id", "each zone once"),
      (customerZones(("a", 1), ("b", -0.5)), "zones[1].share", "a finite number, 0 or more"),
      (customerZones(("a", .nan)), "zones[0].share", "a finite number, 0 or more"),
      (customerZones(("a", .infinity)), "zones[0].share", "a finite number, 0 or more"),
      (customerZones(("a", 1), ("b", nil)), "zones", "a share for every zone, or for none"),
      (customerZones(("a", 0), ("b", 0)), "zones", "at least one share above 0"),
    ])
  func violations(zones: [ZoneShare], field: String, allowed: String) throws {
    let violations = CustomerZones.violations(zones)
    #expect(violations.map(\.field) == [field])
    #expect(violations.first?.allowed.contains(allowed) == true)
  }

  @Test("a zone that is not registered is named with the nearest that are")
  func unknown() {
    let error = #expect(throws: RequestError.self) {
      try CustomerZones(customerZones(("menteng", nil), ("kemnag", nil)), in: affinity)
    }
    guard case .invalidArgument(let violations)? = error else { return #expect(Bool(false)) }
    #expect(violations.map(\.field) == ["zones[1].zone_id"] && violations[0].value == "kemnag")
    #expect(violations[0].allowed.contains("a registered zone of jakarta, nearest: kemang, "))
    #expect(violations[0].allowed.hasSuffix("ListZones has all 6"))
  }

  @Test("an answer says whose people answered, or why nothing is known")
  func answers() throws {
    func answer(_ zones: [ZoneShare], item: Int? = 0) throws -> ProductAffinity {
      try CustomerAffinity(zones, in: affinity).answer(ofItem: item)
    }
    let own = try answer(customerZones(("menteng", nil)))
    #expect(own.lift > 1.2 && own.answeredBy == "zone" && own.zonesOpen == 1 && own.withheld.isEmpty)
    #expect(try present(own.ci95).low <= own.lift && present(own.ci95).high >= own.lift)
    #expect(try answer(customerZones(("tebet", nil))).answeredBy == "area")
    let both = try answer(customerZones(("menteng", nil), ("tebet", nil)))
    #expect(both.answeredBy == "zone_and_area" && both.zonesOpen == 1)
    for (zones, item, reason) in [
      (customerZones(("depok", nil), ("seribu", nil)), 0, "below_floor"), ([], 0, "no_zone"),
      (customerZones(("menteng", nil)), nil, "no_item"),
    ] as [([ZoneShare], Int?, String)] {
      let unknown = try answer(zones, item: item)
      #expect(unknown.lift == 1 && unknown.ci95 == nil && unknown.answeredBy.isEmpty && unknown.withheld == reason)
    }
    let closed = try CustomerAffinity(customerZones(("depok", nil)), in: affinity).withheld
    #expect(closed?.reason == "below_floor" && closed?.detail.contains("fewer than 88 people") == true)
  }
}
