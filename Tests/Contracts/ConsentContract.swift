import Population
import Storage
import Testing

@Suite("Contract: consent", .timeLimit(.minutes(1)))
struct ConsentContract {
  /// What the first person agrees to at a cut-off.
  private func consents(_ store: any TransactionalStore, at cutOff: Int64) async throws -> ConsentSet? {
    try await store.snapshot(cutOff: cutOff).first?.person.consents
  }

  @Test("the newest event before the cut-off decides, whatever order the events came in", arguments: StoreEngine.all)
  func newestDecides(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.decide(1, .behavior, granted: false, at: 30)
      try await store.decide(1, [.behavior, .network], granted: true, at: 10)
      try await store.decide(1, .behavior, granted: true, at: 20)
      let expected: [(Int64, ConsentSet)] = [
        (10, []), (11, [.behavior, .network]), (30, [.behavior, .network]), (31, .network), (Int64.max, .network),
      ]
      for (time, set) in expected { #expect(try await consents(store, at: time) == set, "\(time)") }
    }
  }

  @Test("of two events at one time the later appended wins", arguments: StoreEngine.all)
  func tie(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.decide(1, .network, granted: true, at: 10)
      try await store.decide(1, .network, granted: false, at: 10)
      #expect(try await consents(store, at: 11) == [])
      try await store.decide(1, .network, granted: true, at: 10)
      #expect(try await consents(store, at: 11) == .network)
    }
  }

  @Test("every purpose is kept, and each is withdrawn by itself", arguments: StoreEngine.all)
  func purposes(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .all)
      for (index, entry) in ConsentSet.named.enumerated() {
        try await store.decide(1, entry.purpose, granted: false, at: Int64(10 + index))
        let left = ConsentSet(ConsentSet.named.dropFirst(index + 1).map(\.purpose))
        #expect(try await consents(store, at: .max) == left.holding)
      }
    }
  }

  @Test("P-17: nothing is agreed to by default", arguments: StoreEngine.all)
  func optIn(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      #expect(try await consents(store, at: .max) == [])
    }
  }

  @Test("loading a person again grants what is new and withdraws nothing", arguments: StoreEngine.all)
  func loadAgain(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .behavior)
      let later = Person(agent: agent(1), region: "testville", consents: .network, consentedAt: 50)
      try await store.load([AgentRecords(person: later)], policyVersion: "2")
      #expect(try await consents(store, at: 50) == .behavior)
      #expect(try await consents(store, at: 51) == [.behavior, .network])
      let first = try await store.snapshot(cutOff: 51).first?.person.consentedAt
      #expect(first == 50)
    }
  }

  @Test("P-17: consent at the cut-off decides who is named in the rows of others", arguments: StoreEngine.all)
  func peers(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      try await store.decide(2, .network, granted: false, at: 100 * day)
      let before = try await store.snapshot(cutOff: 100 * day)
      #expect(before.map(\.connections.count) == [1, 1])
      let after = try await store.snapshot(cutOff: 100 * day + 1)
      #expect(after.map(\.connections.count) == [0, 1])
      #expect(after.map(\.person.consents) == [.all, [.behavior, .personality, .experiments, .affinity]])
    }
  }
}
