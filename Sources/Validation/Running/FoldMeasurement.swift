import Glibc
import Ingest
import Population

/// One fold: its customers, and a shop that has sold to the panel only.
struct FoldMeasurement: Sendable {
  /// A customer with their number in the table of results.
  private struct Numbered: Sendable {
    let person: Participant
    let number: Int
    /// Shares of zones by id, `log(1 + visits)` as in a release: what their device knows.
    let shares: [String: Double]
    /// The three most visited zones.
    let zones: [String]
  }

  private let customers: [Numbered]
  private let shop: ShopKnowledge
  private let bases: [ShopBase]
  private let weights: [Double]
  private let all: Int
  private let fold: Int

  /// Calls that are on their way at a time.
  private static let calls = 4

  /// A fold.
  ///
  /// - Parameters:
  ///   - numbers: numbers in the table by position among the participants, of the customers of all folds.
  init(_ fold: Int, of cohort: Cohort, numbers: [Int: Int], bases: [ShopBase], weights: [Double]) {
    let names = cohort.table.map?.zones.map(\.id) ?? []
    shop = ShopKnowledge(
      panel: cohort.panel(without: fold).map { cohort.participants[$0] }, items: cohort.items.count,
      map: cohort.table.map)
    customers = cohort.customers(of: fold).compactMap { position in
      guard let number = numbers[position] else { return nil }
      let person = cohort.participants[position]
      let shares = person.zoneVisits.map { (names[$0.key], log1p(Double($0.value))) }
      return Numbered(
        person: person, number: number, shares: Dictionary(uniqueKeysWithValues: shares),
        zones: person.zones.prefix(3).map { names[$0] })
    }
    (self.fold, self.bases, self.weights, all) = (fold, bases, weights, numbers.count)
  }

  /// The shop alone, and what needs no release: lifts of 1 over its own popularity, and the customers' own history.
  func controls() throws -> QualityTable {
    let sold = Self.share(shop.popularity)
    return try table { customer, rankings in
      try rankings.add(.unity, popularity: sold)
      try rankings.add(.ownHistory, popularity: history(of: customer.person))
    }
  }

  /// Every arm with lifts, their control, and the placebo of customers who have the zones of somebody else.
  ///
  /// - Parameter draw: its number, by which customers are shuffled.
  func measured(by release: ServedRelease, draw: Int) async throws -> QualityTable {
    var others = customers
    var generator = SplitMix64(seed: UInt64(fold), stream: UInt64(draw))
    others.shuffle(using: &generator)
    let pairs = Array(zip(customers, others))
    return try await withThrowingTaskGroup(of: QualityTable.self) { group in
      for part in 0..<Self.calls {
        group.addTask {
          var table = QualityTable(customers: all)
          for index in stride(from: part, to: pairs.count, by: Self.calls) {
            let (customer, other) = pairs[index]
            let rankings = try await self.rankings(of: customer, zonesOf: other, release)
            table.add(rankings, of: customer.person, number: customer.number)
          }
          return table
        }
      }
      return try await group.reduce(into: QualityTable(customers: all)) { $0.add($1) }
    }
  }

  private func rankings(
    of customer: Numbered, zonesOf other: Numbered, _ release: ServedRelease
  ) async throws -> CustomerRankings {
    var rankings = CustomerRankings(of: customer.person, knowing: shop, bases: bases, weights: weights)
    let popularity = release.popularity
    try rankings.add(.unity, popularity: popularity)
    try rankings.add(.ownHistory, popularity: history(of: customer.person))
    try rankings.add(.shares, popularity: popularity, lifts: release.lifts(mixing: customer.shares))
    try rankings.add(.customers, popularity: popularity, lifts: release.lifts(mixing: other.shares))
    for (arm, zones) in [(ValidationArm.Knowledge.threeIDs, 3), (.oneID, 1)] {
      let named = Array(customer.zones.prefix(zones))
      for (number, weight) in weights.enumerated() {
        let answer = try await release.ranked(zones: named, scores: shop.popularity, weight: weight)
        // Over what else a shop knows, the connector blends the lifts of the answer by the same formula.
        if number == 0 { try rankings.add(arm, popularity: popularity, lifts: answer.lifts) }
        rankings.take(answer.best, as: ValidationArm(arm, over: .popularity, by: .blend, weight: weight))
      }
    }
    return rankings
  }

  /// The placebo of a panel whose people have the visits of others.
  func placebo(by release: ServedRelease) throws -> QualityTable {
    try table { customer, rankings in
      try rankings.add(.panel, popularity: release.popularity, lifts: release.lifts(mixing: customer.shares))
    }
  }

  /// The personality score of a segment, which is the same for every customer of it.
  func personality(_ scores: [Double]) throws -> QualityTable {
    try table { _, rankings in try rankings.add(.personality, popularity: scores) }
  }

  private func table(_ work: (Numbered, inout CustomerRankings) throws -> Void) throws -> QualityTable {
    var table = QualityTable(customers: all)
    for customer in customers {
      var rankings = CustomerRankings(of: customer.person, knowing: shop, bases: bases, weights: weights)
      try work(customer, &rankings)
      table.add(rankings, of: customer.person, number: customer.number)
    }
    return table
  }

  /// Visits of the learning period to each item, as shares of all.
  private func history(of person: Participant) -> [Double] {
    Self.share(shop.popularity.indices.map { Double(person.itemVisits[$0] ?? 0) })
  }

  private static func share(_ counts: [Double]) -> [Double] {
    let all = max(1, counts.reduce(0, +))
    return counts.map { $0 / all }
  }
}
