import Answers
import CLinux
import EnrichmentSchema
import Measures
import Personality
import Population
import Privacy
import Releases
import Segments
import WireFormat

/// Answers that no cache holds, and what a session costs while nothing happens in it.
enum AnswerFigures {
  static func add(to table: inout FigureTable) throws {
    let engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    let editions = try (0..<5).map { _ in try ReleasedTown.edition() }
    let segment = try ReleasedTown.whole(editions[0])
    var next = editions.makeIterator()
    let first = try ProcessorTime.median(rounds: editions.count) { _ = try next.next()?.source(of: segment) }
    guard let source = try editions[0].source(of: segment) else { throw ReleasedTown.Missing() }
    table.add("a segment of seven cells prepared, once for each release", FigureTable.time(first))
    try addMisses(from: source, tables: engine.tables, to: &table)
    try addSessions(from: source, engine: engine, to: &table)
  }

  private static func addMisses(
    from source: PreparedSource, tables: PersonalityTables, to table: inout FigureTable
  ) throws {
    var bytes = 0
    func miss(_ request: GetQuantumPersonalityRequest, knots: @autoclosure () -> KnotCache) throws -> Double {
      var times: [Double] = []
      for _ in 0..<101 {
        let answers = EncodedAnswers(
          engine: PersonalityEngine(tables: tables, knots: knots()), clock: TimeSource { .max })
        times.append(
          try ProcessorTime.median(rounds: 1) { bytes += try answers.personality(request, from: source).count })
      }
      return times.sorted()[50]
    }
    let cache = KnotCache()
    table.add(
      "GetQuantumPersonality without a product, not cached", seconds: try miss(profile, knots: cache), bar: 100e-6)
    table.add(
      "GetQuantumPersonality of a product without knots", seconds: try miss(withoutKnots, knots: cache), bar: 100e-6)
    table.add(
      "GetQuantumPersonality with knots, none of them cached", seconds: try miss(withKnots, knots: KnotCache()),
      bar: 400e-6)
    table.add(
      "GetQuantumPersonality with knots that are cached", FigureTable.time(try miss(withKnots, knots: cache)))
    let answers = EncodedAnswers(
      engine: PersonalityEngine(tables: tables, knots: cache), clock: TimeSource { .max })
    let behavior = try ProcessorTime.median(rounds: 101) {
      bytes += try answers.behavior(GetRealWorldBehaviorRequest(), from: source).count
    }
    let influence = try ProcessorTime.median(rounds: 101) {
      bytes += try answers.influence(GetCommunityInfluenceRequest(), from: source).count
    }
    table.add("GetRealWorldBehavior, not cached", FigureTable.time(behavior))
    table.add("GetCommunityInfluence, not cached", FigureTable.time(influence))
    if bytes == 0 { print("nothing was answered") }
  }

  private static func addSessions(
    from source: PreparedSource, engine: PersonalityEngine, to table: inout FigureTable
  ) throws {
    let count = 2_000
    var models: [SessionModel] = []
    models.reserveCapacity(count)
    let before = allocatedBytes()
    for _ in 0..<count {
      var model = try SessionModel(Open(), source: source, engine: engine)
      _ = model.showWhole()
      models.append(model)
    }
    let each = (allocatedBytes() - before) / count + MemoryLayout<SessionModel>.stride
    table.add("an idle session's knowledge", bytes: each, bar: 8 * 1024)
    let event = try CheckedEvent(durable: sampleEvent)
    let updates = try ProcessorTime.median(rounds: 101) {
      var model = models[0]
      try model.count([event])
      _ = model.showChanges()
    }
    table.add("a session's event counted and what it changes shown", FigureTable.time(updates))
    withExtendedLifetime(models) {}
  }

  /// Bytes that the process has allocated and not given back.
  private static func allocatedBytes() -> Int { Int(mallinfo2().uordblks) + Int(mallinfo2().hblkhd) }

  private static var profile: GetQuantumPersonalityRequest { GetQuantumPersonalityRequest() }

  private static var withKnots: GetQuantumPersonalityRequest {
    var product = ProductQuantumState()
    product.productID = "p"
    product.style = "minimalist"
    product.price = "premium"
    product.features = ["handmade", "sustainable", "portable"]
    product.attributes["novelty_seeking"] = 0.8
    product.attributes["crowd_tolerance"] = 0.3
    var request = GetQuantumPersonalityRequest()
    request.productQuantumState = product
    return request
  }

  private static var withoutKnots: GetQuantumPersonalityRequest {
    var request = withKnots
    request.requestedInsights = ["quantum_compatibility", "personality_profile", "product_recommendations"]
    return request
  }

  private static var sampleEvent: Event {
    var event = Event()
    event.eventID = "e1"
    event.kind = .visit
    event.venueCategory = "coffee"
    event.placeID = "p1"
    event.dwellMinutes = 40
    event.time = GoogleProtobufTimestamp(microseconds: 1)
    event.terms = ["handmade"]
    return event
  }
}
