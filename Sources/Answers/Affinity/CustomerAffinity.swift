package import EnrichmentSchema
package import Population
package import Releases
package import Segments
import WireFormat

/// What a release says of the items of one call: the lifts for its customer's zones.
package struct CustomerAffinity: Sendable {
  /// The release.
  package let release: RegionAffinity
  /// The customer's zones in it.
  package let zones: CustomerZones
  private let customer: AffinityCustomer
  private let answeredBy: String

  /// The lifts for zones of a request, which `CustomerZones.violations` has looked at.
  ///
  /// - Throws: `RequestError.invalidArgument` for a zone that is not registered.
  package init(_ zones: [ZoneShare], in release: RegionAffinity) throws(RequestError) {
    self.release = release
    self.zones = try CustomerZones(zones, in: release)
    customer = AffinityCustomer(self.zones.shares, in: release.estimates)
    answeredBy = customer.answeredBy
  }

  /// Whether anything is known of the zones.
  package var isAnswered: Bool { customer.withheld == nil }

  /// Position of a registered item; `nil` for none.
  package func item(_ id: String) -> Int? { release.estimates.map.item(id) }

  /// The lift of an item, by its position: 1 where nothing is known.
  package func lift(ofItem item: Int) -> Double { isAnswered ? customer.value(of: item).lift : 1 }

  /// What is said of a product.
  ///
  /// - Parameter item: Position of its item; `nil` for a product that is no registered item.
  package func answer(ofItem item: Int?) -> ProductAffinity {
    var answer = ProductAffinity()
    answer.lift = 1
    guard let item else {
      answer.withheld = "no_item"
      return answer
    }
    guard isAnswered else {
      answer.withheld = customer.withheld?.rawValue ?? ""
      return answer
    }
    let value = customer.value(of: item)
    answer.lift = Rounding.share(value.lift)
    answer.ci95 = Interval(value.ci95, rounding: Rounding.share)
    answer.zonesOpen = Int32(customer.openZones)
    answer.answeredBy = answeredBy
    return answer
  }

  /// Why every lift is 1, for the metadata of an answer; `nil` where something is known.
  package var withheld: Withheld? {
    guard let reason = customer.withheld else { return nil }
    var withheld = Withheld()
    withheld.field = "affinity"
    withheld.reason = reason.rawValue
    switch reason {
    case .noZone: withheld.detail = "every lift is 1; zones of the request would make them appear"
    case .belowFloor:
      withheld.detail =
        "every lift is 1: fewer than \(release.floor) people, with a margin for noise, are in the zones and in their areas"
    }
    return withheld
  }

  /// Violations for items that are not registered, at most 32; the nearest are named for the first two.
  ///
  /// - Parameter items: Ids with the paths they stand at.
  package static func violations(
    unknown items: some Sequence<(path: String, id: String)>, in release: RegionAffinity
  ) -> [RequestViolation] {
    let registered = release.estimates.map.items
    return items.prefix(32).enumerated().map { number, item in
      var allowed = "a registered item of \(release.region)"
      if number < 2 {
        let nearest = NearestNames.of(item.id, among: registered.lazy.map(\.id), most: CustomerZones.mostNearest)
        if !nearest.isEmpty { allowed += ", nearest: \(nearest.joined(separator: ", "))" }
      }
      return RequestViolation(
        field: item.path, value: item.id,
        allowed: allowed + "; ListItems has all \(registered.count); or none")
    }
  }
}

extension AffinityCustomer {
  /// Whose people answer for the zones together, as the schema says it; empty where nobody does.
  fileprivate var answeredBy: String {
    let known = Set(answers.values)
    switch (known.contains(.zone), known.contains(.area)) {
    case (true, true): return "zone_and_area"
    case (true, false): return "zone"
    case (false, true): return "area"
    case (false, false): return ""
    }
  }
}

extension AffinitySource {
  /// Where lifts come from.
  package init(_ release: RegionAffinity) {
    self.init()
    geographicRegion = release.region
    releaseID = release.releaseID
    asOf = GoogleProtobufTimestamp(microseconds: release.cutOff)
    policy = release.policy
    policyVersion = release.policyVersion
    floor = release.floor
    simulated = release.isSimulated
  }
}
