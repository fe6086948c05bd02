import Population
import GRDB
import Testing

@testable import Storage

@Suite("Sessions", .timeLimit(.minutes(5)))
struct SessionTests {
  private func session(_ id: String, token: UInt8 = 1) -> SessionRow {
    SessionRow(
      sessionID: id, partner: "acme", resumeTokenHash: Array(repeating: token, count: 32), releaseID: "r1", epoch: 3,
      openMessage: [1, 2], agent: agent(1), createdAt: 5, touchedAt: 5)
  }

  private func event(_ id: String, action: RecordedAction? = nil) -> SessionEvent {
    SessionEvent(eventID: id, bytes: Array(id.utf8), action: action)
  }

  private func token(_ byte: UInt8) -> [UInt8] { Array(repeating: byte, count: 32) }

  @Test("a session resumes with its events in order, nothing lost or doubled, also from a crash image")
  func resumes() async throws {
    try await withStore { store in
      try await store.openSession(session("s1"))
      let first = try await store.appendEvents([event("a"), event("b")], to: "s1", at: 6)
      let second = try await store.appendEvents([event("b"), event("c"), event("c")], to: "s1", at: 7)
      #expect(first == [.stored, .stored])
      #expect(second == [.duplicate, .stored, .duplicate])
      try await withCrashImage(of: store) { image in
        let resumed = try await image.resumeSession(tokenHash: token(1), partner: "acme")
        #expect(resumed?.events == [[97], [98], [99]])
        var expected = session("s1")
        (expected.duplicates, expected.touchedAt) = (2, 7)
        #expect(resumed?.session == expected)
      }
    }
  }

  @Test("a token resumes for its partner only, and not after it was renewed")
  func tokens() async throws {
    try await withStore { store in
      try await store.openSession(session("s1"))
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "other") == nil)
      try await store.renewToken(of: "s1", tokenHash: token(2), at: 8)
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "acme") == nil)
      #expect(try await store.resumeSession(tokenHash: token(2), partner: "acme")?.session.sessionID == "s1")
      let doubled = await storeError { try await store.openSession(session("s2", token: 2)) }
      #expect(doubled == .conflict("session 's2' or its resume token exists already"))
    }
  }

  @Test("an event id counts once per partner, across sessions and recorded actions")
  func acrossStreams() async throws {
    try await withStore { store in
      try await store.addPeople(1...1)
      try await store.openSession(session("s1"))
      try await store.openSession(session("s2", token: 2))
      let action = RecordedAction(agent: agent(1), row: .visit(visit(1, at: 50)))
      #expect(try await store.appendEvents([event("a", action: action)], to: "s1", at: 6) == [.stored])
      #expect(try await store.appendEvents([event("a", action: action)], to: "s2", at: 6) == [.duplicate])
      let recorded = try await store.recordActions(
        [PartnerEvent(eventID: "a", action: action)], partner: "acme", at: 6)
      #expect(recorded.duplicates == 1)
      #expect(try await store.snapshot(cutOff: day)[0].visits.count == 1)
    }
  }

  @Test("an event of a person without consent lives for its session only")
  func withoutConsent() async throws {
    try await withStore { store in
      try await store.addPeople(1...1, consents: [])
      try await store.openSession(session("s1"))
      let action = RecordedAction(agent: agent(1), row: .visit(visit(1, at: 50)))
      #expect(try await store.appendEvents([event("a", action: action)], to: "s1", at: 6) == [.stored])
      #expect(try await store.snapshot(cutOff: day)[0].visits == [])
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "acme")?.events.count == 1)
    }
  }

  @Test("updates and closing are kept; resuming opens again")
  func updates() async throws {
    try await withStore { store in
      try await store.openSession(session("s1"))
      try await store.updateSession("s1", openMessage: [9], updates: 4, at: 7)
      try await store.closeSession("s1", updates: 6, at: 8)
      let closed = try await store.resumeSession(tokenHash: token(1), partner: "acme")?.session
      #expect(closed?.openMessage == [9])
      #expect((closed?.updates, closed?.closedAt) == (6, 8))
      try await store.renewToken(of: "s1", tokenHash: token(3), at: 9)
      #expect(try await store.resumeSession(tokenHash: token(3), partner: "acme")?.session.closedAt == nil)
    }
  }

  @Test("a session that is not stored is reported by every change")
  func missing() async throws {
    try await withStore { store in
      let expected = StoreError.notFound("session 'x'")
      #expect(await storeError { try await store.appendEvents([event("a")], to: "x", at: 1) } == expected)
      #expect(await storeError { try await store.updateSession("x", openMessage: [], updates: 1, at: 1) } == expected)
      #expect(await storeError { try await store.closeSession("x", updates: 1, at: 1) } == expected)
      #expect(await storeError { try await store.renewToken(of: "x", tokenHash: token(1), at: 1) } == expected)
    }
  }

  @Test("old sessions are deleted with their events, whose ids stay known")
  func deletion() async throws {
    try await withStore { store in
      try await store.openSession(session("s1"))
      _ = try await store.appendEvents([event("a")], to: "s1", at: 6)
      try await store.openSession(session("s2", token: 2))
      _ = try await store.appendEvents([event("b")], to: "s2", at: 60)
      #expect(try await store.deleteSessions(touchedBefore: 60) == 1)
      #expect(try await store.resumeSession(tokenHash: token(1), partner: "acme") == nil)
      #expect(try await store.appendEvents([event("a")], to: "s2", at: 61) == [.duplicate])
      let left = try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session_events") }
      #expect(left == 1)
    }
  }
}
