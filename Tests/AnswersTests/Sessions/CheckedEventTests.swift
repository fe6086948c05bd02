import EnrichmentSchema
import Testing
import WireFormat

@testable import Answers
@testable import Measures
@testable import Population
@testable import Segments

@Suite("checking events", .timeLimit(.minutes(1)))
struct CheckedEventTests {
  private let now = SessionFixtures.now
  private let hour: Int64 = 3_600_000_000

  private func fields(_ event: Event) -> [String] {
    do {
      _ = try CheckedEvent(event, now: now)
      return []
    } catch {
      guard case .invalidArgument(let list) = error else { return ["?"] }
      return list.map(\.field)
    }
  }

  private func time(_ microseconds: Int64) -> GoogleProtobufTimestamp { .init(microseconds: microseconds) }

  /// A day before the clock of the tests, in microseconds.
  private static let dayBefore = SessionFixtures.now - 86_400_000_000

  @Test("every field that is not allowed is named with its path")
  func refused() {
    let cases: [(String, (inout Event) -> Void)] = [
      ("event.event_id", { $0.eventID = "" }),
      ("event.event_id", { $0.eventID = String(repeating: "x", count: 129) }),
      ("event.kind", { $0.kind = .unspecified }),
      ("event.kind", { $0.kind = .unrecognized(99) }),
      ("event.time", { $0.time = nil }),
      ("event.time", { $0.time = .init(microseconds: -1) }),
      ("event.time", { $0.time?.nanos = -1 }),
      ("event.time", { $0.time = .init(microseconds: SessionFixtures.now + 86_400_000_001) }),
      ("event.venue_category", { $0.venueCategory = "" }),
      ("event.venue_category", { $0.venueCategory = "casino" }),
      ("event.place_id", { $0.placeID = String(repeating: "x", count: 257) }),
      ("event.item_id", { $0.itemID = String(repeating: "x", count: 257) }),
      ("event.dwell_minutes", { $0.dwellMinutes = -1 }),
      ("event.dwell_minutes", { $0.dwellMinutes = .nan }),
      ("event.dwell_minutes", { $0.dwellMinutes = 1_440.5 }),
      (
        "event.dwell_minutes",
        {
          $0.dwellMinutes = 5
          $0.arrive = .init(microseconds: Self.dayBefore)
        }
      ),
      ("event.leave", { $0.leave = .init(microseconds: Self.dayBefore) }),
      (
        "event.leave",
        {
          $0.arrive = .init(microseconds: Self.dayBefore + 10)
          $0.leave = .init(microseconds: Self.dayBefore + 5)
        }
      ),
      (
        "event.leave",
        {
          $0.arrive = .init(microseconds: Self.dayBefore)
          $0.leave = .init(microseconds: Self.dayBefore + 86_400_000_001)
        }
      ),
      ("event.time", { $0.time = .init(microseconds: SessionFixtures.now - 7 * 86_400_000_000 - 1) }),
      (
        "event.arrive",
        {
          $0.arrive = .init(microseconds: SessionFixtures.now - 7 * 86_400_000_000 - 1)
          $0.leave = .init(microseconds: SessionFixtures.now - 7 * 86_400_000_000)
        }
      ),
      ("event.terms", { $0.terms = Array(repeating: "x", count: 33) }),
      ("event.terms[1]", { $0.terms = ["x", String(repeating: "x", count: 129)] }),
    ]
    for (field, change) in cases {
      #expect(fields(SessionFixtures.event("a") { change(&$0) }) == [field], "\(field)")
    }
    #expect(fields(SessionFixtures.event("a", .purchase, category: "")) == ["event.item_id"])
    #expect(fields(SessionFixtures.event("a", .share, category: "") { $0.firstVisit = true }) == ["event.first_visit"])
    #expect(fields(Event()).count == 3, "all violations at once")
  }

  @Test("a time up to 24 h ahead counts as now, and a visit keeps its length")
  func clamped() throws {
    let ahead = SessionFixtures.event("a", at: now + 24 * hour) {
      $0.arrive = time(now + 2 * hour)
      $0.leave = time(now + 3 * hour)
    }
    let event = try CheckedEvent(ahead, now: now)
    #expect(event.time == now && event.message.time?.microseconds == now && event.dwellMinutes == 60)
    #expect(event.message.leave?.microseconds == now && event.message.arrive?.microseconds == now - hour)
    #expect(try CheckedEvent(event.message, now: now + hour).message == event.message, "checking again changes nothing")
    let past = SessionFixtures.event("a", at: now - 7 * 24 * hour)
    #expect(try CheckedEvent(past, now: now).message == past)
    #expect(try CheckedEvent(durable: SessionFixtures.event("a", at: 0)).time == 0, "what is durable grows old")
  }

  @Test("ends of a visit are as good as its length")
  func dwell() throws {
    let visit = SessionFixtures.event("a") {
      $0.arrive = time(now - 2 * hour)
      $0.leave = time(now - hour)
    }
    #expect(try CheckedEvent(visit, now: now).dwellMinutes == 60)
    #expect(try CheckedEvent(SessionFixtures.event("a") { $0.arrive = time(now) }, now: now).dwellMinutes == nil)
    #expect(try CheckedEvent(SessionFixtures.event("a"), now: now).category == .coffee)
  }

  @Test("an action needs an event, and its subject is bounded")
  func actions() throws {
    var action = EnrichmentSchema.Action()
    #expect(throws: RequestError.self) { try CheckedAction(action, now: now) }
    #expect(throws: RequestError.self) { try CheckedAction(nil, now: now) }
    action.event = SessionFixtures.event("a")
    #expect(try CheckedAction(action, now: now).subject == nil)
    action.subject = "somebody"
    #expect(try CheckedAction(action, now: now).subject == "somebody")
    action.subject = String(repeating: "x", count: 257)
    #expect(throws: RequestError.self) { try CheckedAction(action, now: now) }
    var open = Open()
    try open.check()
    open.minIntervalMs = 60_001
    #expect(throws: RequestError.self) { try open.check() }
  }
}
