import Population
import Storage
import Testing

@Suite("Contract: recorded actions", .timeLimit(.minutes(1)))
struct ActionContract {
  private func event(_ id: UInt64, of number: UInt64 = 1) -> PartnerEvent {
    PartnerEvent(
      eventID: "e\(id)", action: RecordedAction(agent: agent(number), row: recordedVisit(id, at: Int64(id) * 1_000)))
  }

  @Test("an event id counts once per partner", arguments: StoreEngine.all)
  func countsOnce(engine: StoreEngine) async throws {
    try await engine.withStore { store in
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

  @Test(
    "without consent to behaviour nothing is kept, and the event may come again after consent",
    arguments: StoreEngine.all)
  func withoutConsent(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .network)
      let refused = try await store.recordActions([event(1), event(1, of: 2)], partner: "acme", at: 9)
      #expect((refused.stored, refused.duplicates, refused.withoutConsent) == (0, 0, 2))
      try await store.decide(1, .behavior, granted: true, at: 5)
      #expect(try await store.recordActions([event(1)], partner: "acme", at: 9).stored == 1)
      try await store.decide(1, .behavior, granted: false, at: 6)
      #expect(try await store.recordActions([event(2)], partner: "acme", at: 9).withoutConsent == 1)
    }
  }

  @Test(
    "what is recorded, measured ends too, changes nothing of what the region is said to have",
    arguments: StoreEngine.all)
  func sourcesStay(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([AgentRecords(person: somebody(1))], sources: .visits)
      _ = try await store.recordActions([event(1)], partner: "acme", at: 9)
      #expect(try await store.snapshot(cutOff: day).first?.visits.first?.leave != nil)
      #expect(try await store.regions().map(\.sources) == [.visits])
    }
  }

  @Test("one invalid event stores none of its stream", arguments: StoreEngine.all)
  func allOrNone(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      for length in [0, 129] {
        var bad = event(2)
        bad.eventID = String(repeating: "x", count: length)
        let error = await storeError { try await store.recordActions([event(1), bad], partner: "acme", at: 9) }
        #expect(error == .invalidValue("event_id has \(length) bytes; 1 to 128 are allowed"))
      }
      #expect(try await store.snapshot(cutOff: day).first?.visits == [])
      #expect(try await store.recordActions([event(1)], partner: "acme", at: 9).stored == 1)
    }
  }

  @Test(
    "an experience, a share and an adoption become rows of their person; an item that is a registered place is that place",
    arguments: StoreEngine.all)
  func kinds(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([AgentRecords(person: somebody(1))], places: [70])
      let rows: [RecordedRow] = [
        .action(Action(id: 0, kind: .experience, time: 5), about: PlaceReference(registered: 70, unregistered: 8)),
        .action(Action(id: 0, kind: .share, time: 6), about: .none),
        .adoption(Adoption(id: 0, item: 0, time: 7), of: PlaceReference(registered: 70, unregistered: 8)),
        .adoption(Adoption(id: 0, item: 0, time: 8), of: PlaceReference(registered: 71, unregistered: 9)),
      ]
      let events = rows.enumerated().map { index, row in
        PartnerEvent(eventID: "k\(index)", action: RecordedAction(agent: agent(1), row: row))
      }
      #expect(try await store.recordActions(events, partner: "acme", at: 9).stored == 4)
      let read = try await store.snapshot(cutOff: day)[0]
      #expect(read.actions.map(\.kind) == [.experience, .share])
      #expect(read.actions.map(\.item) == [70, 0] && read.adoptions.map(\.item) == [70, 9])
      #expect(Set(read.actions.map(\.id)).count == 2)
    }
  }

  @Test(
    "a visit is to the registered place where the person's region has it, else to the partner's own",
    arguments: StoreEngine.all)
  func places(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([AgentRecords(person: somebody(1))], places: [70, UInt64.max])
      try await store.load([], places: [70, 71])
      try await store.load([], into: "elsewhere", places: [72])
      let references = [(70, 5), (UInt64.max, 6), (71, 7), (72, 8), (0, 9)] as [(UInt64, UInt64)]
      let events = references.enumerated().map { index, ids in
        let place = PlaceReference(registered: ids.0, unregistered: ids.1)
        return PartnerEvent(
          eventID: "p\(index)",
          action: RecordedAction(agent: agent(1), row: .visit(visit(1, at: Int64(index)), at: place)))
      }
      #expect(try await store.recordActions(events, partner: "acme", at: 9).stored == 5)
      #expect(try await store.snapshot(cutOff: day)[0].visits.map(\.place) == [70, UInt64.max, 71, 8, 9])
    }
  }

  @Test("S-8: a stream shuffled, duplicated and restarted ends in the same rows", arguments: StoreEngine.all)
  func orderDoesNotMatter(engine: StoreEngine) async throws {
    let events = (1...60 as ClosedRange<UInt64>).map { event($0, of: $0 % 3 + 1) }
    func rows(_ batches: [[PartnerEvent]]) async throws -> [AgentRecords] {
      var found: [AgentRecords] = []
      try await engine.withStore { store in
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
