import HTTP2
import RawHTTP2
import Testing
import Transport
internal import Transport

@Suite("Attacks: resets", .serialized, .timeLimit(.minutes(2)))
struct ResetAttackTests {
  @Test("rapid reset: streams opened and reset by the client")
  func rapidReset() async throws {
    try await AttackRange.run(.rapidReset) { _, client async throws in
      Assault.rapidReset.attack(client, AssaultedCall(path: "/silent"))
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "stream resets: more than 200 in 30.0 seconds")
    }
  }

  @Test("made you reset: streams the client makes the server reset, by a window beyond 2^31-1")
  func madeYouReset() async throws {
    try await AttackRange.run(.madeYouReset, { $0.glitches = nil }) { server, client async throws in
      Assault.madeYouReset.attack(client, AssaultedCall(path: "/silent"))
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "stream resets: more than 200 in 30.0 seconds")
      // The resets of a pass are counted as they are sent: at most all open streams more.
      #expect(server.journal.accepted <= 201 + 100)
    }
  }

  @Test("made you reset: with header fields that make the request malformed")
  func malformedRequests() async throws {
    try await AttackRange.run(.madeYouReset, { $0.glitches = nil }) { server, client async throws in
      Assault.malformedRequests.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.code == Code.calm)
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("resets by the server's own decision count too")
  func ownResets() async throws {
    try await withRaw({ $0.resets = .init(5, per: .seconds(30)) }) { server, client async throws in
      for index: UInt32 in 0..<10 { client.request(2 * index + 1, "/reset") }
      #expect(try client.goAway()?.code == Code.calm)
    }
  }

  @Test("answers that come before the request has ended do not count as resets, nor do resets of what is answered")
  func earlyAnswers() async throws {
    try await withRaw({ $0.resets = .init(5, per: .seconds(30)) }) { server, client async throws in
      for index: UInt32 in 0..<20 {
        client.request(2 * index + 1, "/early", endStream: false)
        #expect(try client.next(RawFrame.Kind.data, stream: 2 * index + 1) != nil)
        client.reset(2 * index + 1)
      }
      client.request(99, "/unary")
      #expect(try client.next(RawFrame.Kind.headers, stream: 99) != nil)
    }
  }

  @Test("many small broken rules end the connection although each costs a stream at most")
  func glitches() async throws {
    try await AttackRange.run(.glitches, { $0.resets = nil }) { _, client async throws in
      for index: UInt32 in 0..<200 {
        guard client.request(2 * index + 1, "/silent", extra: [("te", "gzip")]) else { break }
      }
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "broken rules: more than 100 in 30.0 seconds")
    }
  }
}
