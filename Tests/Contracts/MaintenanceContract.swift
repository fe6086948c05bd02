import Population
import Storage
import Testing

@Suite("Contract: retention, expiry and what recurs", .timeLimit(.minutes(1)))
struct MaintenanceContract {
  private func session(_ id: String, token: UInt8) -> SessionRow {
    SessionRow(
      sessionID: id, partner: "acme", resumeTokenHash: Array(repeating: token, count: 32), releaseID: "r1", epoch: 3,
      openMessage: [], createdAt: 5, touchedAt: 5)
  }

  @Test(
    "retention deletes a region's old rows with their marks, a bounded number at a time", arguments: StoreEngine.all)
  func retention(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load(pair())
      var other = AgentRecords(person: somebody(9, region: "elsewhere"))
      other.visits = [visit(1, at: day)]
      try await store.load([other], into: "elsewhere")
      var deleted: [Int] = []
      repeat {
        deleted.append(try await store.deleteActions(region: "testville", before: 20 * day, limit: 4))
      } while deleted.last == 4
      #expect(deleted == [4, 4, 2])
      #expect(try await store.deleteActions(region: "elsewhere", before: 20 * day, limit: 4) == 1)
      let left = try await store.snapshot()
      #expect(left.map { $0.visits.count + $0.actions.count + $0.adoptions.count } == [1, 1])
    }
  }

  @Test("old sessions are deleted with their events, whose ids stay known", arguments: StoreEngine.all)
  func sessions(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.openSession(session("s1", token: 1))
      _ = try await store.appendEvents([SessionEvent(id: eventID(1), bytes: [1])], to: "s1", updates: 0, at: 6)
      try await store.openSession(session("s2", token: 2))
      _ = try await store.appendEvents([SessionEvent(id: eventID(2), bytes: [2])], to: "s2", updates: 0, at: 60)
      #expect(try await store.deleteSessions(touchedBefore: 60, limit: 5) == 1)
      #expect(try await store.resumeSession(tokenHash: Array(repeating: 1, count: 32), partner: "acme") == nil)
      #expect(
        try await store.appendEvents([SessionEvent(id: eventID(1), bytes: [1])], to: "s2", updates: 0, at: 61) == [
          .duplicate
        ])
    }
  }

  @Test(
    "events received before a day are forgotten, a bounded number at a time; others stay known",
    arguments: StoreEngine.all)
  func events(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let events = (0..<9 as Range<UInt64>).map { PartnerEvent(id: eventID($0), action: nil) }
      _ = try await store.recordActions(Array(events[..<5]), at: 3 * day)
      _ = try await store.recordActions(Array(events[5...]), at: 4 * day)
      var forgotten: [[EventID]] = []
      repeat {
        forgotten.append(
          try await store.forgetEvents(receivedBefore: 4 * day + 5, after: forgotten.last?.last, limit: 2))
      } while forgotten.last?.count == 2
      #expect(forgotten.map(\.count) == [2, 2, 1] && Set(forgotten.joined()) == Set(events[..<5].map(\.id)))
      #expect(try await store.recordActions(events, at: 5 * day) == 4)
    }
  }

  @Test("cached rows past their time are deleted, others are not", arguments: StoreEngine.all)
  func cache(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      for time in 1...6 as ClosedRange<Int64> {
        try await store.putCachedRow(CachedRow(key: "\(time)", bytes: [], sha256: [], storedAt: 0, expiresAt: time))
      }
      #expect(try await store.deleteCachedRows(expiredBefore: 4, limit: 2) == 2)
      #expect(try await store.cachedRow("2") == nil)
      #expect(try await store.cachedRow("3") != nil)
      #expect(try await store.deleteCachedRows(expiredBefore: 4, limit: 2) == 1)
      #expect(try await store.cachedRow("4") != nil)
    }
  }

  @Test("what cannot be deleted is refused: no rows at a time, an unknown region", arguments: StoreEngine.all)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let none = StoreError.invalidValue("limit 0: at least 1 row is allowed")
      #expect(await storeError { try await store.deleteActions(region: "x", before: 1, limit: 0) } == none)
      #expect(await storeError { try await store.deleteSessions(touchedBefore: 1, limit: 0) } == none)
      #expect(await storeError { try await store.deleteCachedRows(expiredBefore: 1, limit: 0) } == none)
      #expect(await storeError { try await store.forgetEvents(receivedBefore: 1, after: nil, limit: 0) } == none)
      let unknown = await storeError { try await store.deleteActions(region: "x", before: 1, limit: 1) }
      #expect(unknown == .notFound("region 'x'"))
    }
  }

  @Test("the last run of everything that recurs is kept, whether it ended or not", arguments: StoreEngine.all)
  func scheduledWork(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      #expect(try await store.lastRuns() == [])
      let ended = ScheduledRun(name: "release", startedAt: 5, finishedAt: 9, outcome: "released r1")
      try await store.recordRun(ended)
      try await store.recordRun(ScheduledRun(name: "expiry", startedAt: 6, finishedAt: 7, outcome: "12 rows"))
      try await store.recordRun(ScheduledRun(name: "expiry", startedAt: 20))
      #expect(try await store.lastRuns() == [ScheduledRun(name: "expiry", startedAt: 20), ended])
      let long = String(repeating: "x", count: 65)
      let error = await storeError { try await store.recordRun(ScheduledRun(name: long, startedAt: 1)) }
      #expect(error == .invalidValue("name of recurring work '\(long)': 1 to 64 bytes are allowed"))
    }
  }
}
