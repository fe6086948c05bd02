import Population
import Storage
import Testing

@Suite("Contract: sessions", .timeLimit(.minutes(1)))
struct SessionContract {
  private func session(_ id: String, token: UInt8 = 1) -> SessionRow {
    SessionRow(
      sessionID: id, partner: "acme", resumeTokenHash: self.token(token), releaseID: "r1", epoch: 3,
      openMessage: [1, 2], agent: agent(1), createdAt: 5, touchedAt: 5)
  }

  private func event(_ id: String, action: RecordedAction? = nil) -> SessionEvent {
    SessionEvent(id: eventID(named: id), bytes: Array(id.utf8), action: action)
  }

  private func token(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

  @Test("a session resumes with its events in order, nothing lost or doubled", arguments: StoreEngine.all)
  func resumes(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.openSession(session("s1"))
      let first = try await store.appendEvents([event("a"), event("b")], to: "s1", updates: 0, at: 6)
      let second = try await store.appendEvents([event("b"), event("c"), event("c")], to: "s1", updates: 0, at: 7)
      #expect(first == [.stored, .stored])
      #expect(second == [.duplicate, .stored, .duplicate])
      let resumed = try await store.resumeSession(tokenHash: token(1), partner: "acme")
      #expect(resumed?.events == [[97], [98], [99]])
      var expected = session("s1")
      (expected.duplicates, expected.touchedAt) = (2, 7)
      #expect(resumed?.session == expected)
    }
  }

  @Test("a token resumes for its partner only; an id and a token exist once", arguments: StoreEngine.all)
  func tokens(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.openSession(session("s1"))
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "other") == nil)
      #expect(try await store.resumeSession(tokenHash: token(2), partner: "acme") == nil)
      for doubled in [session("s1", token: 2), session("s2")] {
        let error = await storeError { try await store.openSession(doubled) }
        #expect(error == .conflict("session '\(doubled.sessionID)' or its resume token exists already"))
      }
    }
  }

  @Test("a session id of no bytes or too many, or a short token hash, is refused", arguments: StoreEngine.all)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var short = session("s1")
      short.resumeTokenHash = [1]
      for bad in [session(""), session(String(repeating: "x", count: 129)), short] {
        let error = await storeError { try await store.openSession(bad) }
        #expect(error == .invalidValue("a session has an id of 1 to 128 bytes and a token hash of 32 bytes"))
      }
    }
  }

  @Test("an event counts once across sessions and recorded actions", arguments: StoreEngine.all)
  func acrossStreams(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1)
      try await store.openSession(session("s1"))
      try await store.openSession(session("s2", token: 2))
      let action = RecordedAction(agent: agent(1), row: recordedVisit(1, at: 50))
      #expect(try await store.appendEvents([event("a", action: action)], to: "s1", updates: 0, at: 6) == [.stored])
      #expect(try await store.appendEvents([event("a", action: action)], to: "s2", updates: 0, at: 6) == [.duplicate])
      #expect(try await store.recordActions([PartnerEvent(id: eventID(named: "a"), action: action)], at: 6) == 1)
      #expect(try await store.snapshot(cutOff: day)[0].visits.count == 1)
    }
  }

  @Test("an event of a person without consent lives for its session only", arguments: StoreEngine.all)
  func withoutConsent(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.openSession(session("s1"))
      let action = RecordedAction(agent: agent(1), row: recordedVisit(1, at: 50))
      #expect(try await store.appendEvents([event("a", action: action)], to: "s1", updates: 0, at: 6) == [.stored])
      #expect(try await store.snapshot(cutOff: day)[0].visits == [])
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "acme")?.events.count == 1)
    }
  }

  @Test(
    "the open message is kept as it changes, the number of updates as the stream leaves it", arguments: StoreEngine.all)
  func updates(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.openSession(session("s1"))
      try await store.keepOpenMessage([9], of: "s1", at: 7)
      try await store.endSession("s1", updates: 4, isClosed: false, at: 8)
      let left = try await store.resumeSession(tokenHash: token(1), partner: "acme")?.session
      #expect(left?.openMessage == [9] && left?.closedAt == nil)
      #expect((left?.updates, left?.touchedAt) == (4, 8))
      try await store.endSession("s1", updates: 6, isClosed: true, at: 9)
      let closed = try await store.resumeSession(tokenHash: token(1), partner: "acme")?.session
      #expect(closed?.openMessage == [9])
      #expect((closed?.updates, closed?.touchedAt, closed?.closedAt) == (6, 9, 9))
    }
  }

  @Test("the highest number an update can have had is known after a kill", arguments: StoreEngine.all)
  func announcedUpdates(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.openSession(session("s1"))
      for (id, updates) in [("a", Int64(3)), ("b", 2)] {
        _ = try await store.appendEvents([event(id)], to: "s1", updates: updates, at: 6)
      }
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "acme")?.session.updates == 3)
    }
  }

  @Test("a session that is not stored is reported by every change", arguments: StoreEngine.all)
  func missing(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      let expected = StoreError.notFound("session 'x'")
      #expect(await storeError { try await store.appendEvents([event("a")], to: "x", updates: 0, at: 1) } == expected)
      #expect(await storeError { try await store.keepOpenMessage([], of: "x", at: 1) } == expected)
      for isClosed in [true, false] {
        let error = await storeError { try await store.endSession("x", updates: 1, isClosed: isClosed, at: 1) }
        #expect(error == expected)
      }
    }
  }
}
