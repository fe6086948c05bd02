import Population
import GRDB
import Testing

@testable import Storage

@Suite("Recorded actions", .timeLimit(.minutes(5)))
struct RecordingTests {
  private func event(_ id: UInt64, of number: UInt64 = 1) -> PartnerEvent {
    PartnerEvent(
      eventID: "e\(id)", action: RecordedAction(agent: agent(number), row: .visit(visit(id, at: Int64(id) * 1_000))))
  }

  @Test("an event id counts once per partner")
  func countsOnce() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      let first = try await store.recordActions([event(1), event(2), event(1)], partner: "acme", at: 9)
      #expect((first.stored, first.duplicates) == (2, 1))
      let again = try await store.recordActions([event(2), event(3)], partner: "acme", at: 9)
      #expect((again.stored, again.duplicates) == (1, 1))
      let other = try await store.recordActions([event(1)], partner: "other", at: 9)
      #expect((other.stored, other.duplicates) == (1, 0))
      #expect(try await store.snapshot(cutOff: day).first?.visits.count == 4)
    }
  }

  @Test("without consent to behaviour nothing is kept, and the event may come again after consent")
  func withoutConsent() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: .network)
      let refused = try await store.recordActions([event(1), event(1, of: 2)], partner: "acme", at: 9)
      #expect((refused.stored, refused.duplicates, refused.withoutConsent) == (0, 0, 2))
      try await store.recordConsent(
        [ConsentEvent(agent: agent(1), purposes: .behavior, isGranted: true, policyVersion: "1", at: 5)], at: 5)
      #expect(try await store.recordActions([event(1)], partner: "acme", at: 9).stored == 1)
    }
  }

  @Test("one invalid event stores none of its stream")
  func allOrNone() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      var bad = event(2)
      bad.eventID = String(repeating: "x", count: 129)
      let error = await storeError { try await store.recordActions([event(1), bad], partner: "acme", at: 9) }
      #expect(error == .invalidValue("event_id has 129 bytes; 1 to 128 are allowed"))
      #expect(try await store.snapshot(cutOff: day).first?.visits == [])
      #expect(try await store.recordActions([event(1)], partner: "acme", at: 9).stored == 1)
    }
  }

  @Test("the region's clock moves to the last event and never back")
  func clock() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      _ = try await store.recordActions([event(50)], partner: "acme", at: 9)
      _ = try await store.recordActions([event(7)], partner: "acme", at: 9)
      #expect(try await store.region("testville")?.clock == 50_000 + 900_000_000)
    }
  }

  @Test("S-8: a stream shuffled, duplicated and restarted ends in the same rows")
  func orderDoesNotMatter() async throws {
    let events = (1...60 as ClosedRange<UInt64>).map { event($0, of: $0 % 3 + 1) }
    func rows(_ batches: [[PartnerEvent]]) async throws -> [AgentRecords] {
      var found: [AgentRecords] = []
      try await withStore { store in
        try await store.addPeople(1...3)
        for batch in batches { _ = try await store.recordActions(batch, partner: "acme", at: 9) }
        found = try await store.snapshot(cutOff: day)
      }
      return found
    }
    let straight = try await rows([events])
    let shuffled = events.shuffled()
    let messy = try await rows([Array(shuffled[..<25]), Array(shuffled[10..<40]), shuffled.reversed()])
    #expect(straight.map(\.visits.count) == [20, 20, 20])
    #expect(straight == messy)
  }
}
