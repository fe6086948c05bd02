import Population
import Storage
import Testing

@Suite("Contract: consent", .timeLimit(.minutes(1)))
struct ConsentContract {
  /// What the first person agrees to at a cut-off, whichever it is.
  private func consents(_ store: any TransactionalStore, at cutOff: Int64 = 800 * day) async throws -> ConsentSet? {
    try await store.snapshot(cutOff: cutOff).first?.person.consents
  }

  @Test("P-17: the newest event decides, whatever the cut-off and the order they came in", arguments: StoreEngine.all)
  func newestDecides(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.decide(1, .behavior, granted: false, at: 30)
      try await store.decide(1, [.behavior, .network], granted: true, at: 10)
      try await store.decide(1, .behavior, granted: true, at: 20)
      for cutOff in [Int64(0), 10, 25, 31, .max] {
        #expect(try await consents(store, at: cutOff) == .network, "\(cutOff)")
      }
    }
  }

  @Test("of two events at one time the later appended wins", arguments: StoreEngine.all)
  func tie(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.decide(1, .network, granted: true, at: 10)
      try await store.decide(1, .network, granted: false, at: 10)
      #expect(try await consents(store) == [])
      try await store.decide(1, .network, granted: true, at: 10)
      #expect(try await consents(store) == .network)
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

  /// Delivers the first person once more with what the delivery says of their consent.
  private func deliver(
    _ granted: ConsentSet, withdrawn: ConsentSet = [], to store: any TransactionalStore, at now: Int64
  ) async throws {
    let person = Person(
      agent: agent(1), region: "testville", consents: granted, withdrawals: withdrawn, consentedAt: -5)
    try await store.load([AgentRecords(person: person)], policyVersion: "2", at: now)
  }

  @Test("a delivery grants what was never decided, dated when it is stored", arguments: StoreEngine.all)
  func loadAgain(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .behavior)
      try await deliver(.network, to: store, at: 50)
      #expect(try await consents(store) == [.behavior, .network])
      #expect(try await store.snapshot().first?.person.consentedAt == 50)
      try await deliver(.all, to: store, at: 60)
      #expect(try await consents(store) == .all)
    }
  }

  @Test("a delivery grants nothing over a withdrawal, whoever withdrew", arguments: StoreEngine.all)
  func neverOverWithdrawal(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: .all)
      try await store.decide(1, .network, granted: false, at: 10)
      try await deliver(.all, to: store, at: 20)
      #expect(try await consents(store) == ConsentSet.all.subtracting(.network))
      try await deliver([], withdrawn: .personality, to: store, at: 30)
      try await deliver(.all, to: store, at: 40)
      #expect(try await consents(store) == ConsentSet.all.subtracting([.network, .personality]))
      try await store.decide(1, .network, granted: true, at: 50)
      #expect(try await consents(store) == ConsentSet.all.subtracting(.personality))
    }
  }

  @Test("a delivery withdraws what stands, also under a clock that went back", arguments: StoreEngine.all)
  func withdraws(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.decide(1, [.behavior, .network], granted: true, at: 100)
      try await deliver(.behavior, withdrawn: [.behavior, .experiments], to: store, at: 20)
      #expect(try await consents(store) == .network)
    }
  }

  @Test(
    "a delivered no is a decision also where nothing was decided: a later delivery grants nothing over it",
    arguments: StoreEngine.all)
  func refuses(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await deliver(.behavior, withdrawn: .experiments, to: store, at: 20)
      try await deliver([], withdrawn: .experiments, to: store, at: 25)
      let entries = try await store.consent(of: agent(1), limit: 9).get().entries.filter { $0.purpose == .experiments }
      #expect(entries.map(\.isGranted) == [false] && entries.map(\.decidedAt) == [20], "written down once")
      try await deliver(.all, to: store, at: 30)
      #expect(try await consents(store) == ConsentSet.all.subtracting(.experiments))
      try await store.decide(1, .experiments, granted: true, at: 40)
      #expect(try await consents(store) == .all)
    }
  }

  @Test("P-17: who consents now is named in the rows of others, whatever the cut-off", arguments: StoreEngine.all)
  func peers(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      let before = try await store.snapshot(cutOff: 100 * day)
      #expect(before.map(\.connections.count) == [1, 1])
      try await store.decide(2, .network, granted: false, at: 700 * day)
      let after = try await store.snapshot(cutOff: 100 * day)
      #expect(after.map(\.connections.count) == [0, 1])
      #expect(after.map(\.person.consents) == [.all, [.behavior, .personality, .experiments, .affinity]])
    }
  }
}
