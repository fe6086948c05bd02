public import EnrichmentSchema

/// A product as the shop's own recommender recommends it.
public struct ShopRecommendation: Sendable, Hashable {
  /// The shop's id of the product.
  public var productID: String
  /// The shop's own score: finite, 0 or more; greater is better.
  public var score: Double
  /// Id of the registered item that the product is, as `ListItems` gives it; nil for one that is none, which nothing moves.
  public var itemID: String?
  /// Why the shop recommends it, in its own words.
  public var reasoning: String
  /// What kind of product it is, for the match with the segment's personality; nil for no match.
  public var state: ProductQuantumState?

  /// A recommendation.
  public init(
    productID: String, score: Double, itemID: String? = nil, reasoning: String = "",
    state: ProductQuantumState? = nil
  ) {
    (self.productID, self.score, self.itemID) = (productID, score, itemID)
    (self.reasoning, self.state) = (reasoning, state)
  }
}

/// What is known of where a customer is, and who may know it.
public enum CustomerPlace: Sendable, Hashable {
  /// Shares of the customer's time by zone. They stay where the connector runs, on the customer's device or in the shop:
  /// the service is asked for the public table of all zones.
  case shares([String: Double])
  /// Up to three zones, such as that of the delivery address, which the service is told. It keeps them nowhere; still, three
  /// of 64 zones can narrow a person down, and one brings about three quarters of what three do.
  case told(zones: [String])
  /// Nothing is known; nothing is asked.
  case unknown
}

/// What a connector asks the service for.
public enum ConnectorQuestion: String, Sendable, Hashable, CaseIterable {
  /// `GetRealWorldBehavior`: how the segment lives.
  case behavior
  /// `GetQuantumPersonality`: the segment's profile and its match with the products.
  case personality
  /// `GetCommunityInfluence`: who influences whom in the segment.
  case influence
  /// What people of the customer's zones like: `ListZoneLifts`, or `EnrichProducts` where the service may know the zones.
  case affinity
}

/// What became of a question.
public enum ConnectorAnswer: Sendable, Hashable {
  /// It was answered in time, from this release.
  case used(release: String)
  /// Nothing of it was used, and why.
  case absent(reason: String)
}

/// A product in its new place.
public struct EnhancedRecommendation: Sendable, Hashable {
  /// The shop's id of the product.
  public let productID: String
  /// Its place in the shop's own ranking, from 0.
  public let shopPlace: Int
  /// What it is ranked by: the shop's own score where nothing else was known.
  public let score: Double
  /// How much more than everybody the people of the customer's zones choose it; nil where nobody knows.
  public let lift: Double?
  /// The shop's reason first, then those of SPOTS.
  public let reasoning: [String]
}

/// A ranking to show.
public struct EnhancedRecommendations: Sendable, Hashable {
  /// The products, best first: each of the shop's, once.
  public let recommendations: [EnhancedRecommendation]
  /// The weight that SPOTS had in the ranking; 0 where it is the shop's own, unchanged.
  public let spotsContribution: Double
  /// What is known of the segment as a whole.
  public let segmentReasons: [String]
  /// What became of each question.
  public let answers: [ConnectorQuestion: ConnectorAnswer]
}
