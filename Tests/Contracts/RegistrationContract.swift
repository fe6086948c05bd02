import Population
import Storage
import Testing

@Suite("Contract: registering people", .timeLimit(.minutes(1)))
struct RegistrationContract {
  private func change(grant: ConsentSet = [], withdraw: ConsentSet = []) -> ConsentChange {
    ConsentChange(granted: grant, withdrawn: withdraw, policyVersion: "2", setBy: "test")
  }

  @Test("an imported person withdraws, and the history keeps who granted", arguments: StoreEngine.all)
  func importedPerson(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      let record = try await store.setConsent(change(withdraw: .all), of: agent(1), at: 50).get()
      #expect(record.granted == [] && record.entries.map(\.purpose) == ConsentPurpose.allCases)
      #expect(try await store.snapshot(cutOff: 800 * day).first?.person.consents == [])
      let history = try await store.consent(of: agent(1), limit: 100).get()
      #expect(history.entries.prefix(5).allSatisfy { !$0.isGranted && $0.setBy == "test" && $0.decidedAt == 50 })
      #expect(history.entries.dropFirst(5).allSatisfy { $0.isGranted && $0.setBy == "import" && $0.decidedAt == 1 })
      #expect(history.entries.count == 10 && !history.hasMore)
    }
  }

  @Test("what is decided later decides, also under a clock that went back", arguments: StoreEngine.all)
  func clockBack(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      _ = try await store.setConsent(change(grant: .network), of: agent(1), at: 100).get()
      #expect(try await store.setConsent(change(withdraw: .network), of: agent(1), at: 40).get().granted == [])
      let history = try await store.consent(of: agent(1), limit: 9).get()
      #expect(history.granted == [] && history.entries.count == 2)
      #expect(history.entries.map(\.decidedAt) == [100, 100], "dated like the newest, and written down when it was")
      #expect(history.entries.map(\.isGranted) == [false, true] && history.entries.map(\.recordedAt) == [40, 100])
      let newest = try await store.consent(of: agent(1), limit: 1).get()
      #expect(newest.entries.map(\.isGranted) == [false])
    }
  }

  @Test("the newest decisions are given, and that there are more", arguments: StoreEngine.all)
  func limit(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      for turn in 1...3 as ClosedRange<Int64> {
        _ = try await store.setConsent(change(grant: .network), of: agent(1), at: 2 * turn).get()
        _ = try await store.setConsent(change(withdraw: .network), of: agent(1), at: 2 * turn + 1).get()
      }
      let record = try await store.consent(of: agent(1), limit: 3).get()
      #expect(record.entries.map(\.decidedAt) == [7, 6, 5] && record.hasMore)
      #expect(try await store.consent(of: agent(1), limit: 6).get().hasMore == false)
    }
  }

  @Test("somebody known only as the end of a connection is not registered, and can be", arguments: StoreEngine.all)
  func peerOnly(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.bulkLoad(policyVersion: "1", at: 1) { sink in
        try sink.begin(
          RegionDeclaration(region: "live", timeZone: "UTC", sources: .all, isSimulated: false, asOf: nil))
        var records = AgentRecords(person: somebody(1, region: "live"))
        records.connections = [Tie(peer: agent(2), first: 5, last: 5, slots: nil)]
        try sink.write([records])
        try sink.finish()
      }
      let refused = try await store.setConsent(change(grant: .network), of: agent(2), at: 50)
      #expect(refused == .failure(.unknownPerson))
      let put = try await store.putPerson(PersonRegistration(agent: agent(2), region: "live"), at: 60).get()
      #expect(put == RegisteredPerson(isNew: true, region: "live", ageBand: .unknown, granted: []))
      #expect(try await store.setConsent(change(grant: .network), of: agent(2), at: 70).get().granted == .network)
    }
  }

  @Test("what a region holds is counted, consent by the newest decision", arguments: StoreEngine.all)
  func counts(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      try await store.addPeople(3...3, consents: .network)
      try await store.decide(2, .behavior, granted: false, at: 9)
      let counts = try await store.regionCounts()
      #expect(counts.map(\.region.id) == ["testville"])
      #expect(counts.map { [$0.people, $0.agreeing, $0.rows] } == [[3, 1, 12]])
    }
  }
}
