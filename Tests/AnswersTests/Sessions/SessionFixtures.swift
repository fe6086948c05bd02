import EnrichmentSchema
import Privacy
import Releases
import SamplerFixtures
import WireFormat

@testable import Answers
@testable import Measures
@testable import Personality
@testable import Population

/// A lexicon of three words.
struct ThreeWords: EventLexicon {
  func values(ofEventWord word: String) -> [(dimension: Dimension, value: Double)]? {
    switch word {
    case "calm": [(.energyPreference, 0.1)]
    case "loud": [(.energyPreference, 0.9), (.crowdTolerance, 0.8)]
    case "new": [(.noveltySeeking, 1)]
    default: nil
    }
  }
}

/// Events and sessions that the tests of this folder share.
enum SessionFixtures {
  static let now = AnswerFixtures.cutOff

  static func event(
    _ id: String, _ kind: EventKind = .visit, category: String = "coffee", at time: Int64 = now,
    _ change: (inout Event) -> Void = { _ in }
  ) -> Event {
    var event = Event()
    event.eventID = id
    event.kind = kind
    event.time = GoogleProtobufTimestamp(microseconds: time)
    event.venueCategory = category
    change(&event)
    return event
  }

  static func checked(_ event: Event) throws -> CheckedEvent { try CheckedEvent(event, now: now) }

  static func posterior(_ events: [Event], prior: SegmentFindings = prior(), limit: Int = 10_000) throws
    -> SessionPosterior
  {
    var posterior = SessionPosterior(prior: prior, limit: limit)
    for event in events { _ = try posterior.add(checked(event), lexicon: ThreeWords()) }
    return posterior
  }

  /// The plan's values, with a state that has a qubit of length .8 for each dimension.
  static func prior() -> SegmentFindings {
    var findings = AnswerFixtures.findings()
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases {
      guard let value = findings[dimension].quantity?.value, let pure = Qubit(value: value) else { continue }
      qubits[dimension] = Qubit(x: 0.8 * pure.x, y: 0.8 * pure.y, noise: 0.01)
    }
    let state = SegmentState(qubits, people: 1_250)
    findings.state = .released(state)
    for dimension in Dimension.allCases { findings.dimensions[dimension] = Finding(dimension, of: state, scope: "") }
    return findings
  }

  /// Random events of every kind that counts; ids and times are distinct, places repeat.
  static func randomEvents(_ count: Int, _ source: inout SeededBitsForTesting) -> [Event] {
    let kinds: [EventKind] = [.visit, .visit, .visit, .experience, .share, .productView]
    let categories = ["coffee", "work", "event", "shopping"]
    let words = ["calm", "loud", "new", "stranger"]
    return (0..<count).map { index in
      let kind = kinds[Int(source.next() % 6)]
      return event(
        "e\(index)", kind, category: categories[Int(source.next() % 4)], at: now - Int64(source.next() % 86_400_000_000)
      ) { event in
        event.terms = [words[Int(source.next() % 4)], words[Int(source.next() % 4)]]
        guard kind == .visit else { return }
        if source.next() % 2 == 0 { event.placeID = "p\(source.next() % 5)" }
        if source.next() % 3 == 0 { event.firstVisit = source.next() % 2 == 0 }
        if source.next() % 2 == 0 { event.dwellMinutes = 300 * AnswerFixtures.unit(&source) }
      }
    }
  }
}
