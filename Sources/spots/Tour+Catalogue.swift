import EnrichmentSchema
import WireFormat

extension Tour {
  /// Six products of a shop that sells a little of everything.
  static let catalogue: [ProductQuantumState] = [
    product("phone", "electronics", "minimalist", "premium", ["quality", "innovation"], ["novelty": 0.8]),
    product("board-game", "games", "playful", "budget", ["community"], ["community_oriented": 0.9]),
    product("trail-shoes", "outdoor", "sporty", "mid", ["durable", "adventure"], ["energy_level": 0.8]),
    product("tea-set", "home", "classic", "mid", ["handmade", "authentic"], ["energy_level": 0.2]),
    product("concert-pass", "events", "bold", "mid", ["social"], ["crowd_tolerance": 0.9, "energy_level": 0.9]),
    product("travel-guide", "books", "modern", "budget", ["travel", "discovery"], ["novelty": 0.9]),
  ]

  private static func product(
    _ id: String, _ category: String, _ style: String, _ price: String, _ features: [String],
    _ attributes: [String: Double]
  ) -> ProductQuantumState {
    var state = ProductQuantumState()
    state.productID = id
    state.category = category
    state.style = style
    state.price = price
    state.features = features
    state.attributes = FieldMap(attributes)
    return state
  }
}
