package import EnrichmentClient

/// A way to bring what is known of a customer into the ranking of a shop.
package struct ValidationArm: Sendable, Hashable {
  /// What is known of the customer.
  package enum Knowledge: String, Sendable, Hashable, CaseIterable, Codable {
    /// The lifts for their three most visited zones, which the service is told.
    case threeIDs = "three ids"
    /// The lifts for the most visited one.
    case oneID = "one id"
    /// The lifts for all their zones, which their device mixes from the public table.
    case shares
    /// The personality score of the segment alone.
    case personality
    /// Lifts of 1, the control of a blend: the released popularity and nothing of the customer.
    case unity = "lift 1"
    /// What they bought in the learning period: a yardstick, since the service has nothing of it.
    case ownHistory = "own history"
    /// A placebo: as `shares`, from a release of people whose visits are somebody else's.
    case panel
    /// A placebo: as `shares`, with the zones of somebody else.
    case customers

    /// Whether it should lift nothing.
    package var isPlacebo: Bool { self == .panel || self == .customers }

    /// Whether it has lifts, which the shop's scores can be multiplied by.
    package var hasLifts: Bool { ![.personality, .unity, .ownHistory].contains(self) }
  }

  /// How the two are brought together; affinity.md 4.
  package enum Method: String, Sendable, Hashable, CaseIterable, Codable {
    /// `(1 - w) m(s) + w m(p lift^3)`.
    case blend
    /// `(1 - w) m(s) + w m(s lift^1.5)`: for a shop whose score knows where the customer is, or what they bought.
    case multiply
  }

  /// What is known of the customer.
  package let knowledge: Knowledge
  /// What the shop knows.
  package let base: ShopBase
  /// How they are brought together.
  package let method: Method
  /// w, in [0, 1].
  package let weight: Double

  /// An arm.
  package init(_ knowledge: Knowledge, over base: ShopBase, by method: Method, weight: Double) {
    (self.knowledge, self.base, self.method, self.weight) = (knowledge, base, method, weight)
  }

  /// The connector's blend of it.
  package func blend() throws(BlendError) -> Blend {
    let basis: Blend.Basis = method == .multiply ? .history : base == .popularity ? .popularity : .region
    return try Blend(weight: weight, basis: basis)
  }
}

/// The rankings of one customer, by the shop alone and by every arm: the ten best of each.
package struct CustomerRankings: Sendable {
  /// Which ranking it is.
  package enum Kind: Sendable, Hashable {
    /// The shop's own.
    case base(ShopBase)
    /// That of an arm.
    case arm(ValidationArm)
  }

  /// The ten best items of each ranking, best first.
  package private(set) var best: [Kind: [Int]] = [:]

  private let scores: [ShopBase: [Double]]
  private let bases: [ShopBase]
  private let weights: [Double]

  /// The shop's own rankings.
  ///
  /// - Parameter weights: those that arms are tried with.
  package init(of customer: Participant, knowing shop: ShopKnowledge, bases: [ShopBase], weights: [Double]) {
    (self.bases, self.weights) = (bases, weights)
    scores = Dictionary(uniqueKeysWithValues: bases.map { ($0, shop.scores($0, for: customer)) })
    for (base, scores) in scores { best[.base(base)] = RankingQuality.best(of: scores, before: scores) }
  }

  /// Adds the rankings that something known of the customer makes of every base.
  ///
  /// - Parameters:
  ///   - popularity: what is known of each item for everybody, in [0, 1].
  ///   - lifts: what is known of it for the customer, 1 for nothing.
  /// - Throws: `BlendError` for numbers that are not allowed.
  package mutating func add(
    _ knowledge: ValidationArm.Knowledge, popularity: [Double], lifts: [Double]? = nil
  ) throws(BlendError) {
    for base in bases {
      guard let shop = scores[base] else { continue }
      let products = shop.indices.map {
        Blend.Product(shopScore: shop[$0], popularity: popularity[$0], lift: lifts?[$0] ?? 1)
      }
      for method in ValidationArm.Method.allCases where method == .blend || knowledge.hasLifts {
        for weight in weights {
          let arm = ValidationArm(knowledge, over: base, by: method, weight: weight)
          let blended = try arm.blend().scores(of: products)
          best[.arm(arm)] = RankingQuality.best(of: blended, before: shop)
        }
      }
    }
  }

  /// Takes an order that somebody else has made of an arm, such as the service.
  package mutating func take(_ order: [Int], as arm: ValidationArm) { best[.arm(arm)] = order }
}
