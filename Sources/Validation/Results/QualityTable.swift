/// How good rankings were for every customer, over the draws of the noise.
package struct QualityTable: Sendable {
  /// What a ranking should find.
  package enum Target: String, Sendable, Hashable, CaseIterable, Codable {
    /// All items bought in the test period.
    case all
    /// Those that the customer had not bought before.
    case new
  }

  /// The means of a ranking, a number for each customer; `nil` for one who has no target.
  package struct Means: Sendable {
    /// NDCG@10.
    package let ndcg: [Double?]
    /// HR@10.
    package let hits: [Double?]
  }

  private struct Sum {
    var ndcg = 0.0
    var hits = 0.0
    var draws = 0.0

    mutating func add(_ other: Sum) {
      ndcg += other.ndcg
      hits += other.hits
      draws += other.draws
    }
  }

  private struct Key: Hashable {
    let kind: CustomerRankings.Kind
    let target: Target
  }

  private let customers: Int
  private var sums: [Key: [Sum]] = [:]

  /// A table of so many customers.
  package init(customers: Int) { self.customers = customers }

  /// Every ranking that it has.
  package var kinds: Set<CustomerRankings.Kind> { Set(sums.keys.map(\.kind)) }

  /// Adds the rankings of a customer under one draw.
  ///
  /// - Parameter number: the customer's number in the table.
  package mutating func add(_ rankings: CustomerRankings, of customer: Participant, number: Int) {
    for (target, items) in [(Target.all, customer.targets), (.new, customer.newTargets)] where !items.isEmpty {
      for (kind, best) in rankings.best {
        let quality = RankingQuality(best, targets: items)
        sums[Key(kind: kind, target: target), default: Array(repeating: Sum(), count: customers)][number]
          .add(Sum(ndcg: quality.ndcg, hits: quality.hit, draws: 1))
      }
    }
  }

  /// Adds what another table of the same customers has.
  package mutating func add(_ other: QualityTable) {
    for (key, others) in other.sums {
      var own = sums[key] ?? Array(repeating: Sum(), count: customers)
      for (number, sum) in others.enumerated() { own[number].add(sum) }
      sums[key] = own
    }
  }

  /// The means of a ranking over the draws; all `nil` for one that was not made.
  package func means(_ kind: CustomerRankings.Kind, _ target: Target) -> Means {
    let own = sums[Key(kind: kind, target: target)] ?? Array(repeating: Sum(), count: customers)
    return Means(
      ndcg: own.map { $0.draws > 0 ? $0.ndcg / $0.draws : nil },
      hits: own.map { $0.draws > 0 ? $0.hits / $0.draws : nil })
  }
}
