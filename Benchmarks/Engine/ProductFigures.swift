import EnrichmentSchema
import Personality
import Population
import WireFormat

/// Products scored and ranked.
enum ProductFigures {
  private static let count = 10_000

  static func add(to table: inout FigureTable) throws {
    let tables = try PersonalityTables.published()
    let segment = PreparedSegment(segment())
    let messages = messages()
    let states = try messages.map { message throws(ProductStateError) in
      try ProductState(message, lexicon: tables.lexicon)
    }
    var sum = 0.0
    let scored = ProcessorTime.median(rounds: 51) {
      for state in states { sum += segment.score(state) ?? 0 }
    }
    let ranking = ProductRanking(segment, lexicon: tables.lexicon, knots: KnotCache())
    let candidates = zip(messages.indices, states).map {
      ProductRanking.Candidate(index: $0, productID: messages[$0].productID, state: $1)
    }
    let ranked = try ProcessorTime.median(rounds: 31) { sum += try ranking.rank(candidates).ranked[0].score }
    let read = try ProcessorTime.median(rounds: 11) { sum += try ranking.rank(messages).ranked[0].score }
    let dimensions = states.reduce(0) { $0 + $1.qubits.count }
    table.add("one product scored for a prepared segment", seconds: scored / Double(count), bar: 0.5e-6)
    table.add("10,000 products ranked, knots aside", seconds: ranked, bar: 5e-3)
    table.add("the same from messages, words looked up in the lexicon", FigureTable.time(read))
    table.add("dimensions of a product, mean", "\(Double(dimensions) / Double(count))")
    if sum.isNaN { print("a score is not a number") }
  }

  private static func segment() -> SegmentState {
    var random = SplitMix64(seed: 1)
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases {
      qubits[dimension] = Qubit(value: random.unit()).flatMap { Qubit(x: 0.8 * $0.x, y: 0.8 * $0.y, noise: 0.04) }
    }
    return SegmentState(qubits, people: 5_000)
  }

  /// Every product has a price, three to six words and up to twelve attributes.
  static func messages() -> [ProductQuantumState] {
    var random = SplitMix64(seed: 2)
    let styles = ["minimalist", "bold", "classic", "cozy"]
    let features = ["portable", "wireless", "handmade", "sustainable", "limited edition", "compact"]
    let prices = ["budget", "mid", "premium", "luxury"]
    return (0..<count).map { number in
      var message = ProductQuantumState()
      message.productID = "product-\(number)"
      message.style = styles[random.below(styles.count)]
      message.price = prices[random.below(prices.count)]
      message.features = (0..<(2 + random.below(4))).map { _ in features[random.below(features.count)] }
      for dimension in Dimension.allCases where dimension != .valueOrientation && random.below(4) > 0 {
        message.attributes[dimension.name] = random.unit()
      }
      return message
    }
  }
}
