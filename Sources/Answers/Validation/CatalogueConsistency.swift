package import EnrichmentSchema
import Releases
import WireFormat

/// Looks for contradictions in the replies of a ranked catalogue before they are sent. Pure functions of a reply; they mend
/// nothing.
package enum CatalogueConsistency {
  /// The contradictions of a reply whose first product is at a place in the order, from 0; empty when it is consistent.
  package static func violations(in response: EnrichProductsResponse, at place: Int) -> [ConsistencyViolation] {
    guard case .products(let products)? = response.item else { return [] }
    var check = ConsistencyCheck()
    for (index, product) in products.products.enumerated() {
      let path = { "products[\(index)]" }
      check.require(
        Int(product.rank) == place + index + 1, .formulas, "\(path()).rank",
        "\(product.rank) instead of \(place + index + 1)")
      check.share(product.compatibilityScore, "\(path()).compatibility_score")
      check.share(product.confidence, "\(path()).confidence")
      check.affinity(product.affinity, "\(path()).affinity")
    }
    check.sorted(products.products)
    return check.violations
  }
}

extension ConsistencyCheck {
  /// What is said of an item by a customer's zones: a lift within its range and its interval, and whose people answered; or
  /// else a lift of 1, why, and nothing besides.
  mutating func affinity(_ affinity: ProductAffinity?, _ field: @autoclosure () -> String) {
    guard let affinity else { return }
    let (lift, range) = (affinity.lift, AffinityLift.range)
    guard affinity.withheld.isEmpty else {
      require(
        lift == 1 && affinity.ci95 == nil && affinity.zonesOpen == 0 && affinity.answeredBy.isEmpty, .ranges,
        "\(field()).withheld", "\(affinity.withheld), although something is said")
      return
    }
    require(range.contains(lift), .ranges, "\(field()).lift", "\(lift) is outside \(range)")
    guard let interval = affinity.ci95 else {
      return require(false, .ranges, "\(field()).ci95", "is absent")
    }
    require(
      range.contains(interval.low) && interval.low <= lift && lift <= interval.high && range.contains(interval.high),
      .ranges, "\(field()).ci95", "[\(interval.low), \(interval.high)] is not about \(lift) within \(range)")
    answered(affinity, field())
  }

  /// Zones that answer themselves are counted, and others are not.
  private mutating func answered(_ affinity: ProductAffinity, _ field: @autoclosure () -> String) {
    let own = ["zone", "zone_and_area"].contains(affinity.answeredBy)
    require(
      own || affinity.answeredBy == "area", .formulas, "\(field()).answered_by", "\"\(affinity.answeredBy)\" is nobody")
    require(
      (own ? 1...CustomerZones.most : 0...0).contains(Int(affinity.zonesOpen)), .formulas, "\(field()).zones_open",
      "\(affinity.zonesOpen) zones, answered by \"\(affinity.answeredBy)\"")
  }

  /// Products come by the number they are ranked by, where it is told.
  fileprivate mutating func sorted(_ products: [EnrichedProduct]) {
    let scores = products.compactMap(\.rankingScore)
    require(
      zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 }, .formulas, "products.ranking_score", "are not sorted")
  }
}
