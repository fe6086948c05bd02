import Population
import Storage
import Synchronization
import Testing

@Suite("Contract: epoch snapshot", .timeLimit(.minutes(1)))
struct EpochSnapshotContract {
  @Test("rows at the cut-off and rows older than the lookback are left out", arguments: StoreEngine.all)
  func window(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var records = AgentRecords(person: somebody(1))
      records.visits = [5, 9, 10, 20, 21].map { visit(UInt64($0), at: $0 * day) }
      try await store.load([records])
      let days = try await store.snapshot(cutOff: 21 * day, lookback: 11 * day)[0].visits.map { $0.arrive / day }
      #expect(days == [10, 20])
    }
  }

  @Test("a connection counts from its start on, one of unknown start always", arguments: StoreEngine.all)
  func connections(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var records = AgentRecords(person: somebody(1))
      records.connections = [(2, 30 * day), (3, Int64.min)].map {
        Tie(peer: agent($0), first: $1, last: $1, slots: Tie.Slots(own: 0, peer: 0))
      }
      try await store.load([records] + [2, 3].map { AgentRecords(person: somebody($0)) })
      let early = try await store.snapshot(cutOff: 30 * day)[0].connections.map(\.peer)
      #expect(early == [agent(3)])
      let late = try await store.snapshot(cutOff: 30 * day + 1)[0].connections.map(\.peer)
      #expect(late == [agent(3), agent(2)])
    }
  }

  @Test("rows come in order of time, whatever order they were delivered in", arguments: StoreEngine.all)
  func order(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var records = AgentRecords(person: somebody(1))
      records.visits = [9, 2, 5].map { visit($0, at: Int64($0) * day) }
      records.actions = [8, 3].map { Action(id: $0, kind: .share, time: Int64($0) * day) }
      try await store.load([records])
      let read = try await store.snapshot()[0]
      #expect(read.visits.map(\.id) == [2, 5, 9])
      #expect(read.actions.map(\.id) == [3, 8])
    }
  }

  @Test("people come in the order they were first stored, and only those of the region", arguments: StoreEngine.all)
  func people(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([AgentRecords(person: somebody(9))])
      try await store.load([AgentRecords(person: somebody(7, region: "elsewhere"))], into: "elsewhere")
      try await store.load([AgentRecords(person: somebody(4)), AgentRecords(person: somebody(9))])
      #expect(try await store.snapshot().map(\.person.agent) == [agent(9), agent(4)])
    }
  }

  @Test("S-6: a snapshot does not see what is written while it is read", arguments: StoreEngine.all)
  func oneView(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...3)
      let (isReading, isWritten) = (Flag(), Flag())
      async let counts = store.withEpochSnapshot(region: "testville", cutOff: day, lookback: day) { snapshot in
        var counts = try snapshot.next().map { [$0.visits.count] } ?? []
        isReading.raise()
        while !isWritten.isRaised {}
        while let next = try snapshot.next() { counts.append(next.visits.count) }
        return counts
      }
      while !isReading.isRaised { await Task.yield() }
      let late = PartnerEvent(
        id: eventID(1), action: RecordedAction(agent: agent(3), row: recordedVisit(1, at: 5)))
      _ = try await store.recordActions([late], at: 9)
      isWritten.raise()
      #expect(try await counts == [0, 0, 0])
      #expect(try await store.snapshot(cutOff: day).last?.visits.count == 1)
    }
  }

  @Test(
    "regions of one run are of one moment: a withdrawal meanwhile holds for none of them", arguments: StoreEngine.all)
  func severalRegions(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      try await store.load([AgentRecords(person: somebody(2, region: "elsewhere"))], into: "elsewhere")
      let (isReading, isWritten) = (Flag(), Flag())
      let cuts = [("testville", day), ("elsewhere", 2 * day)].map { SnapshotCut(region: $0, cutOff: $1) }
      async let consents = store.withEpochSnapshots(cuts, lookback: day) { number, snapshot in
        #expect((snapshot.region.id, snapshot.cutOff) == (cuts[number].region, cuts[number].cutOff))
        isReading.raise()
        while !isWritten.isRaised {}
        return try snapshot.next()?.person.consents
      }
      while !isReading.isRaised { await Task.yield() }
      try await store.decide(2, .all, granted: false, at: 9)
      isWritten.raise()
      #expect(try await consents == [.all, .all])
      let next = try await store.withEpochSnapshots(cuts, lookback: day) { try $1.next()?.person.consents }
      #expect(next == [.all, []])
    }
  }

  @Test("an unknown region, and what the body throws, reach the caller", arguments: StoreEngine.all)
  func errors(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      #expect(await storeError { try await store.snapshot() } == .notFound("region 'testville'"))
      try await store.addPeople(1...2)
      let planted = await storeError {
        try await store.withEpochSnapshot(region: "testville", cutOff: day, lookback: day) { snapshot in
          _ = try snapshot.next()
          throw StoreError.conflict("planted")
        }
      }
      #expect(planted == .conflict("planted"))
      #expect(try await store.snapshot().count == 2)
    }
  }
}

/// Something that one thread tells another.
private final class Flag: Sendable {
  private let state = Atomic(false)

  var isRaised: Bool { state.load(ordering: .acquiring) }

  func raise() { state.store(true, ordering: .releasing) }
}
