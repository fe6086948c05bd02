package import Population

/// What a shop's own recommender knows of a customer.
package enum ShopBase: String, Sendable, Hashable, CaseIterable, Codable {
  /// Nothing: what sells everywhere.
  case popularity
  /// The region they live in: what sells there.
  case region
  /// The last item that they bought: what is bought with it.
  case knn1 = "knn 1"
  /// The last three items.
  case knn3 = "knn 3"
  /// The zone they are most often in, and exactly what the panel's people of it buy.
  case ownZone = "own zone"
}

/// What a shop knows from its sales: those to the panel in the learning period, and no others. Nothing of its
/// customers is in it, and nothing that happens later.
package struct ShopKnowledge: Sendable {
  /// How many people of the panel bought each item.
  package let popularity: [Double]
  private let byArea: [[Double]]
  private let byZone: [[Double]]
  /// For each item, how many bought it and each other one too.
  private let together: [[Int: Double]]
  private let areaOfZone: [Int?]

  /// What is known from a panel.
  ///
  /// - Parameters:
  ///   - panel: its people.
  ///   - items: how many items there are.
  ///   - map: zones and the areas they belong to; `nil` where there is none.
  package init(panel: [Participant], items: Int, map: ZoneMap?) {
    let zones = map?.zones.count ?? 0
    areaOfZone = map?.zones.map(\.area) ?? []
    let none = [Double](repeating: 0, count: items)
    var (all, areas) = (none, [[Double]](repeating: none, count: map?.areas.count ?? 0))
    var (homes, pairs) = ([[Double]](repeating: none, count: zones), [[Int: Double]](repeating: [:], count: items))
    for person in panel {
      let (zone, area) = (person.zones.first, Self.area(of: person, areaOfZone))
      for item in person.items {
        all[item] += 1
        if let zone { homes[zone][item] += 1 }
        if let area { areas[area][item] += 1 }
        for other in person.items where other != item { pairs[item][other, default: 0] += 1 }
      }
    }
    (popularity, byZone, byArea, together) = (all, homes, areas, pairs)
  }

  /// The shop's score of every item for a customer; what a base cannot tell apart stands in the order of popularity.
  /// Where the base knows nothing of the customer, popularity.
  package func scores(_ base: ShopBase, for customer: Participant) -> [Double] {
    let known: [Double]? =
      switch base {
      case .popularity: nil
      case .region: Self.area(of: customer, areaOfZone).map { byArea[$0] }
      case .ownZone: customer.zones.first.map { byZone[$0] }
      case .knn1: neighbours(of: customer.items.suffix(1))
      case .knn3: neighbours(of: customer.items.suffix(3))
      }
    guard let known else { return popularity }
    return zip(known, popularity).map { $0 + Self.trace * $1 }
  }

  /// Less than any difference that a base makes.
  private static let trace = 1e-9

  /// The sum over a history of the share of an item's buyers who bought the other one too (conditional probability as
  /// the similarity of items: Deshpande and Karypis, ACM TOIS 2004); `nil` without a history.
  private func neighbours(of history: ArraySlice<Int>) -> [Double]? {
    guard !history.isEmpty else { return nil }
    var scores = [Double](repeating: 0, count: popularity.count)
    for item in history where popularity[item] > 0 {
      for (other, count) in together[item] { scores[other] += count / popularity[item] }
    }
    return scores
  }

  /// The area that somebody visits most, equal ones in registered order.
  private static func area(of person: Participant, _ areaOfZone: [Int?]) -> Int? {
    var visits: [Int: Int] = [:]
    for (zone, count) in person.zoneVisits {
      if let area = areaOfZone[zone] { visits[area, default: 0] += count }
    }
    return visits.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key
  }
}
