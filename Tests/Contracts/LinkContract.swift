import Population
import Storage
import Testing

@Suite("Contract: links with partners' customers", .timeLimit(.minutes(1)))
struct LinkContract {
  /// The n-th customer of a test, who is nobody of SPOTS.
  private func customer(_ number: UInt64) -> AgentID { AgentID(words: number, 7, 7, 7) }

  private func visit(of number: UInt64, _ id: UInt64) -> PartnerEvent {
    PartnerEvent(
      id: eventID(id),
      action: RecordedAction(subject: .customer(customer(number)), row: recordedVisit(id, at: Int64(id))))
  }

  private let importedVisit = Visit(id: 100, place: 3, arrive: 100, category: .coffee)

  /// The times of everybody's visits.
  private func visits(in store: any TransactionalStore) async throws -> [[Int64]] {
    try await store.snapshot(cutOff: day).map { $0.visits.map(\.arrive) }
  }

  @Test(
    "what happens to a linked customer is the person's from then on, what happened before is nobody's",
    arguments: StoreEngine.all)
  func resolves(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...2)
      _ = try await store.recordActions([visit(of: 5, 1)], at: 9)
      #expect(try await store.link(customer(5), of: "acme", with: agent(1), at: 10) == .success(true))
      #expect(try await store.link(customer(5), of: "acme", with: agent(1), at: 11) == .success(false))
      #expect(try await store.recordActions([visit(of: 5, 1), visit(of: 5, 2), visit(of: 6, 3)], at: 12) == 1)
      #expect(try await visits(in: store) == [[2], []])
    }
  }

  @Test("the person's consent decides, at this moment; a customer has none of its own", arguments: StoreEngine.all)
  func consent(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .network)
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 10)
      _ = try await store.recordActions([visit(of: 5, 1)], at: 11)
      try await store.decide(1, .behavior, granted: true, at: 12)
      _ = try await store.recordActions([visit(of: 5, 2)], at: 13)
      try await store.decide(1, .behavior, granted: false, at: 14)
      _ = try await store.recordActions([visit(of: 5, 3)], at: 15)
      try await store.decide(1, .behavior, granted: true, at: 16)
      #expect(try await visits(in: store) == [[2]])
    }
  }

  @Test("a customer stands for one person at a time; a person may be several customers", arguments: StoreEngine.all)
  func onePerson(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...2)
      #expect(try await store.link(customer(5), of: "acme", with: agent(9), at: 10) == .failure(.unknownPerson))
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 10)
      #expect(try await store.link(customer(5), of: "acme", with: agent(2), at: 10) == .failure(.linkedElsewhere))
      #expect(try await store.unlink(customer(5), from: agent(2), at: 10) == .failure(.notLinked))
      #expect(try await store.link(customer(6), of: "other", with: agent(1), at: 10) == .success(true))
      #expect(try await store.unlink(customer(5), from: agent(1), at: 10) == .success(0))
      #expect(try await store.link(customer(5), of: "acme", with: agent(2), at: 10) == .success(true))
      _ = try await store.recordActions([visit(of: 5, 1), visit(of: 6, 2)], at: 11)
      #expect(try await visits(in: store) == [[2], [1]])
    }
  }

  @Test("an end takes the rows that came through the link, and no others; none comes back", arguments: StoreEngine.all)
  func unlinks(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var person = AgentRecords(person: somebody(1))
      person.visits = [importedVisit]
      try await store.load([person, AgentRecords(person: somebody(2))])
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 10)
      _ = try await store.link(customer(6), of: "other", with: agent(1), at: 10)
      let own = PartnerEvent(
        id: eventID(50), action: RecordedAction(agent: agent(1), row: recordedVisit(50, at: 50)))
      let adoption = PartnerEvent(
        id: eventID(51),
        action: RecordedAction(
          subject: .customer(customer(5)), row: .adoption(Adoption(id: 0, item: 0, time: 51), of: .none)))
      let events = [visit(of: 5, 1), visit(of: 5, 2), visit(of: 6, 3), own, adoption]
      _ = try await store.recordActions(events, at: 11)
      #expect(try await store.unlink(customer(5), from: agent(1), at: 12) == .success(3))
      #expect(try await store.unlink(customer(5), from: agent(1), at: 12) == .failure(.notLinked))
      #expect(try await visits(in: store) == [[3, 50, 100], []])
      #expect(try await store.snapshot(cutOff: day)[0].adoptions.isEmpty)
      _ = try await store.link(customer(5), of: "acme", with: agent(2), at: 13)
      #expect(try await store.recordActions(events, at: 14) == 5)
      #expect(try await visits(in: store) == [[3, 50, 100], []])
    }
  }

  @Test("the events of a session are resolved one by one, as they come", arguments: StoreEngine.all)
  func sessions(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      try await store.openSession(
        SessionRow(
          sessionID: "s1", partner: "acme", resumeTokenHash: Array(repeating: 1, count: 32), releaseID: "r1", epoch: 3,
          openMessage: [], agent: customer(5), createdAt: 5, touchedAt: 5))
      func send(_ id: UInt64) async throws -> [EventOutcome] {
        let event = SessionEvent(id: eventID(id), bytes: [1], action: visit(of: 5, id).action)
        return try await store.appendEvents([event], to: "s1", updates: 0, at: 6)
      }
      #expect(try await send(1) == [.stored])
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 7)
      #expect(try await send(2) == [.stored])
      _ = try await store.unlink(customer(5), from: agent(1), at: 8)
      #expect(try await send(3) == [.stored])
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 9)
      #expect(try await send(4) == [.stored])
      #expect(try await visits(in: store) == [[4]])
    }
  }

  @Test(
    "links stay known with both their times, in order, until their person is forgotten", arguments: StoreEngine.all)
  func history(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      func links() async throws -> [PersonLink]? { try await store.heldPerson(agent(1))?.links }
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 10)
      _ = try await store.link(customer(6), of: "other", with: agent(1), at: 20)
      _ = try await store.unlink(customer(5), from: agent(1), at: 30)
      _ = try await store.link(customer(5), of: "acme", with: agent(1), at: 40)
      let ended = PersonLink(partner: "acme", since: 10, until: 30)
      let other = PersonLink(partner: "other", since: 20)
      #expect(try await links() == [ended, other, PersonLink(partner: "acme", since: 40)])
      #expect(try await store.consent(of: agent(1), limit: 1).get().links == links())
      // Under a clock that went back it ends no sooner than it began.
      _ = try await store.unlink(customer(5), from: agent(1), at: 35)
      #expect(try await links() == [ended, other, PersonLink(partner: "acme", since: 40, until: 40)])
      _ = try await store.beginForgetting(agent(1), receiptID: "fgt_1", setBy: "test", at: 50)
      while try await store.forgetRows("fgt_1", limit: 9) {}
      #expect(try await links() == [])
      #expect(try await store.heldPerson(agent(1))?.forgetting?.deleted[.links] == 3)
    }
  }
}
