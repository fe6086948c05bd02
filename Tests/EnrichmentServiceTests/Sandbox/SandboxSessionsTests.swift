import Population
import Storage
import Testing

@testable import EnrichmentService

@Suite("the memory of the sandbox's sessions", .timeLimit(.minutes(1)))
struct SandboxSessionsTests {
  private func row(_ id: UInt8, partner: String = "acme", open: Int = 100) -> SessionRow {
    SessionRow(
      sessionID: "s\(id)", partner: partner, resumeTokenHash: [id], releaseID: "r", epoch: 1,
      openMessage: Array(repeating: 0, count: open), createdAt: 1, touchedAt: 1)
  }

  private func event(_ id: UInt64, bytes: Int = 10) throws -> SessionEvent {
    let names = Pseudonymizer(secret: Array(repeating: 1, count: 32))
    return SessionEvent(id: try names.event("\(id)".utf8, of: "acme"), bytes: Array(repeating: 0, count: bytes))
  }

  @Test("a session goes on with its events, each once, for its own partner")
  func resumes() async throws {
    let sessions = SandboxSessions(bytes: 10_000)
    try await sessions.openSession(row(1))
    let events = [try event(1), try event(2), try event(1)]
    #expect(try await sessions.appendEvents(events, to: "s1", updates: 3, at: 5) == [.stored, .stored, .duplicate])
    try await sessions.keepOpenMessage([7], of: "s1", at: 6)
    try await sessions.endSession("s1", updates: 2, isClosed: true, at: 7)
    let found = try #require(try await sessions.resumeSession(tokenHash: [1], partner: "acme"))
    #expect(found.events.count == 2 && found.session.openMessage == [7] && found.session.updates == 2)
    #expect(found.session.duplicates == 1 && found.session.touchedAt == 7 && found.session.closedAt == 7)
    #expect(try await sessions.resumeSession(tokenHash: [1], partner: "other") == nil)
    #expect(try await sessions.resumeSession(tokenHash: [2], partner: "acme") == nil)
  }

  @Test("where there is no room, those are forgotten that were written to longest ago")
  func bounded() async throws {
    let sessions = SandboxSessions(bytes: 10_000)
    for id: UInt8 in 0..<200 {
      try await sessions.openSession(row(id))
      _ = try await sessions.appendEvents([try event(1)], to: "s0", updates: 1, at: 5)
      #expect(sessions.count <= 10_000 / 612)
    }
    #expect(try await sessions.resumeSession(tokenHash: [0], partner: "acme") != nil, "it is written to all the time")
    #expect(try await sessions.resumeSession(tokenHash: [1], partner: "acme") == nil)
    #expect(try await sessions.resumeSession(tokenHash: [199], partner: "acme") != nil)
  }

  @Test("a session that grows beyond all room is forgotten, and its stream goes on")
  func tooLarge() async throws {
    let sessions = SandboxSessions(bytes: 10_000)
    try await sessions.openSession(row(1))
    for id: UInt64 in 0..<20 {
      #expect(try await sessions.appendEvents([try event(id, bytes: 900)], to: "s1", updates: 1, at: 5) == [.stored])
    }
    #expect(sessions.count == 0)
    try await sessions.endSession("s1", updates: 1, isClosed: false, at: 6)
    #expect(try await sessions.resumeSession(tokenHash: [1], partner: "acme") == nil)
  }
}
