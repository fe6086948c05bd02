import Population
import Storage
import Testing

@Suite("Contract: admission under D", .timeLimit(.minutes(1)))
struct AdmissionContract {
  private func connection(to number: UInt64, sessions: Int32 = 1, counted: Bool = true) -> Tie {
    Tie(
      peer: agent(number), first: 5, last: 5, sessions: sessions, compatibility: 700_000,
      slots: counted ? Tie.Slots(own: 0, peer: 0) : nil)
  }

  /// Delivers one end of a connection, as its owner's word.
  private func tie(
    _ owner: UInt64, _ peer: UInt64, sessions: Int32 = 1, counted: Bool = true, in store: any TransactionalStore
  ) async throws {
    var records = AgentRecords(person: somebody(owner))
    records.connections = [connection(to: peer, sessions: sessions, counted: counted)]
    try await store.load([records])
  }

  @Test(
    "a connection is accepted only while both ends hold fewer than D, at the lowest free places, and never changes",
    arguments: StoreEngine.all)
  func degreeBound(engine: StoreEngine) async throws {
    var limits = StoreLimits()
    limits.connectionsPerPerson = 2
    try await engine.withStore(StoreConfiguration(limits: limits)) { store in
      try await store.addPeople(1...5)
      for (owner, peer) in [(1, 2), (1, 3), (1, 4), (4, 1), (4, 5), (2, 5)] as [(UInt64, UInt64)] {
        try await tie(owner, peer, in: store)
      }
      let counted = try await store.snapshot().map { $0.connections.map(\.peer) }
      #expect(counted == [[agent(2), agent(3)], [agent(1), agent(5)], [agent(1)], [agent(5)], [agent(2), agent(4)]])
      let slots = try await store.snapshot().map { $0.connections.map { $0.slots.map { [$0.own, $0.peer] } } }
      #expect(slots == [[[0, 0], [1, 0]], [[0, 0], [1, 1]], [[0, 1]], [[0, 0]], [[1, 1], [0, 0]]])
    }
  }

  @Test("a connection that its source does not count is never counted", arguments: StoreEngine.all)
  func notCounted(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...2)
      try await tie(1, 2, counted: false, in: store)
      try await tie(2, 1, counted: true, in: store)
      #expect(try await store.snapshot().map(\.connections.count) == [0, 0])
    }
  }

  @Test(
    "both ends are stored at once; an end's own word replaces the mirrored one in either order",
    arguments: StoreEngine.all)
  func mirrored(engine: StoreEngine) async throws {
    for isOwnFirst in [true, false] {
      try await engine.withStore { store in
        try await store.addPeople(1...2)
        let ends: [(UInt64, UInt64, Int32)] = [(1, 2, 3), (2, 1, 8)]
        for (index, (owner, peer, sessions)) in (isOwnFirst ? ends : ends.reversed()).enumerated() {
          try await tie(owner, peer, sessions: sessions, in: store)
          let stored = try await store.snapshot().map { $0.connections[0].sessions }
          #expect(stored == (index == 0 ? [sessions, sessions] : [3, 8]))
        }
      }
    }
  }

  @Test("who is accepted can be answered for a store; what is free does not matter then", arguments: StoreEngine.all)
  func answered(engine: StoreEngine) async throws {
    var configuration = StoreConfiguration()
    let third = agent(3)
    configuration.acceptance = Acceptance(
      places: { _, peer, _ in peer == third ? Tie.Slots(own: 7, peer: 8) : nil }, keeps: { _, _ in true })
    try await engine.withStore(configuration) { store in
      try await store.addPeople(1...3)
      for (peer, counted) in [(2, true), (3, false)] as [(UInt64, Bool)] {
        try await tie(1, peer, counted: counted, in: store)
      }
      let slots = try await store.snapshot().map { $0.connections.map { $0.slots.map { [$0.own, $0.peer] } } }
      #expect(slots == [[[7, 8]], [], [[8, 7]]])
    }
  }

  @Test("a connection with oneself is refused", arguments: StoreEngine.all)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let error = await storeError { try await tie(1, 1, in: store) }
      #expect(error == .invalidValue("a connection of a person with themself"))
    }
  }

  @Test("D is 50 unless a program says otherwise")
  func defaults() { #expect(StoreConfiguration.defaults.limits.connectionsPerPerson == 50) }
}
