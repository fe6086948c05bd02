import Population
import Storage
import Testing

@Suite("Contract: recorded actions", .timeLimit(.minutes(1)))
struct ActionContract {
  private func event(_ id: UInt64, of number: UInt64 = 1) -> PartnerEvent {
    PartnerEvent(
      id: eventID(id), action: RecordedAction(agent: agent(number), row: recordedVisit(id, at: Int64(id) * 1_000)))
  }

  @Test("an event counts once", arguments: StoreEngine.all)
  func countsOnce(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      #expect(try await store.recordActions([event(1), event(2), event(1)], at: 9) == 1)
      #expect(try await store.recordActions([event(2), event(3)], at: 9) == 1)
      #expect(try await store.snapshot(cutOff: day).first?.visits.count == 3)
    }
  }

  @Test(
    "every event is remembered, whoever it is about; rows are kept of people who agree, and only of them",
    arguments: StoreEngine.all)
  func remembered(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load((1...3).map { AgentRecords(person: somebody($0, consents: $0 == 2 ? .network : .all)) })
      var nobodys = event(4)
      nobodys.action = nil
      let events = [event(1), event(2, of: 2), event(3, of: 9), nobodys]
      #expect(try await store.recordActions(events, at: 9) == 0)
      #expect(try await store.recordActions(events, at: 9) == 4)
      #expect(try await store.snapshot(cutOff: day).map(\.visits.count) == [1, 0, 0])
    }
  }

  @Test(
    "what is recorded, measured ends too, changes nothing of what the region is said to have",
    arguments: StoreEngine.all)
  func sourcesStay(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([AgentRecords(person: somebody(1))], sources: .visits)
      _ = try await store.recordActions([event(1)], at: 9)
      #expect(try await store.snapshot(cutOff: day).first?.visits.first?.leave != nil)
      #expect(try await store.regions().map(\.sources) == [.visits])
    }
  }

  @Test("a withdrawal, and a grant, hold for the next event, and for none before it", arguments: StoreEngine.all)
  func consent(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .network)
      _ = try await store.recordActions([event(1)], at: 4)
      try await store.decide(1, .behavior, granted: true, at: 5)
      #expect(try await store.recordActions([event(1), event(2)], at: 9) == 1)
      try await store.decide(1, .behavior, granted: false, at: 10)
      _ = try await store.recordActions([event(3)], at: 11)
      try await store.decide(1, .behavior, granted: true, at: 12)
      #expect(try await store.snapshot(cutOff: day)[0].visits.map(\.arrive) == [2_000])
    }
  }

  @Test("visits of one moment keep the order in which they were recorded", arguments: StoreEngine.all)
  func order(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...2)
      let order: [UInt64] = [5, 3, 9, 1, 7, 2, 8]
      let events = order.map { number in
        var visit = visit(number, at: 50)
        visit.place = 0
        let reference = PlaceReference(registered: Visit.noPlace, unregistered: number)
        return PartnerEvent(
          id: eventID(number), action: RecordedAction(agent: agent(1), row: .visit(visit, at: reference)))
      }
      _ = try await store.recordActions(Array(events[..<3]) + [event(100, of: 2)], at: 9)
      _ = try await store.recordActions([events[0]] + events[3...], at: 9)
      #expect(try await store.snapshot(cutOff: day)[0].visits.map(\.place) == order)
    }
  }

  @Test("one invalid event stores none of its stream, whoever it is about", arguments: StoreEngine.all)
  func allOrNone(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      for number in [1, 9] as [UInt64] {
        let row = RecordedRow.action(Action(id: 0, kind: .visit, time: 5), about: .none)
        let bad = PartnerEvent(id: eventID(2), action: RecordedAction(agent: agent(number), row: row))
        let error = await storeError { try await store.recordActions([event(1), bad], at: 9) }
        #expect(error == .invalidValue("an Action may be an experience, a share or an AI2AI session, not visit"))
      }
      #expect(try await store.snapshot(cutOff: day).first?.visits == [])
      #expect(try await store.recordActions([event(1)], at: 9) == 0)
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
        PartnerEvent(id: eventID(UInt64(index)), action: RecordedAction(agent: agent(1), row: row))
      }
      #expect(try await store.recordActions(events, at: 9) == 0)
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
          id: eventID(UInt64(index)),
          action: RecordedAction(agent: agent(1), row: .visit(visit(1, at: Int64(index)), at: place)))
      }
      #expect(try await store.recordActions(events, at: 9) == 0)
      #expect(try await store.snapshot(cutOff: day)[0].visits.map(\.place) == [70, UInt64.max, 71, 8, 9])
    }
  }

  @Test(
    "S-8: a stream shuffled, duplicated and restarted ends in the same rows, the order of recording aside",
    arguments: StoreEngine.all)
  func orderDoesNotMatter(engine: StoreEngine) async throws {
    let events = (1...60 as ClosedRange<UInt64>).map { event($0, of: $0 % 3 + 1) }
    func rows(_ batches: [[PartnerEvent]]) async throws -> [AgentRecords] {
      var found: [AgentRecords] = []
      try await engine.withStore { store in
        try await store.addPeople(1...3)
        for batch in batches { _ = try await store.recordActions(batch, at: 9) }
        found = try await store.snapshot(cutOff: day)
        for index in found.indices { found[index].visits.clearSequences() }
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

extension [Visit] {
  fileprivate mutating func clearSequences() {
    for index in indices { self[index].sequence = 0 }
  }
}
