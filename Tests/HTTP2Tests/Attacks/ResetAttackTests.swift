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

  @Test("resets by the server's own decision count too: streams beyond them are refused, and then the connection ends")
  func ownResets() async throws {
    try await withRaw({ $0.resets = .init(8, per: .seconds(30)) }) { server, client async throws in
      for index: UInt32 in 0..<11 {
        client.request(2 * index + 1, "/reset")
        let code = try client.next(RawFrame.Kind.reset, stream: 2 * index + 1)?.number(at: 0)
        #expect(code == (index < 9 ? Code.cancel : Code.refused))
      }
      #expect(try client.goAway()?.code == Code.calm)
      #expect(server.journal.accepted == 9)
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

  @Test("a call that is open when too much is reset goes on to its end, and the connection ends with it")
  func openCalls() async throws {
    try await AttackRange.run(.rapidReset) { server, client async throws in
      client.request(1, "/echo", endStream: false)
      #expect(try client.next(RawFrame.Kind.headers, stream: 1) != nil)
      for index: UInt32 in 1...320 where client.request(2 * index + 1, "/silent") { client.reset(2 * index + 1) }
      #expect(try client.next(RawFrame.Kind.reset)?.number(at: 0) == Code.refused)
      let end = try #require(try client.next(RawFrame.Kind.goAway))
      #expect(end.number(at: 4) == Code.calm)
      client.data(1, [1, 2, 3], endStream: true)
      #expect(try client.next(RawFrame.Kind.data, stream: 1)?.payload == [1, 2, 3])
      #expect(try client.next(RawFrame.Kind.headers, stream: 1)?.endsStream == true)
      #expect(try client.next() == nil)
      #expect(server.journal.accepted <= 202)
    }
  }

  @Test("whoever goes on after that is cut, whatever is open")
  func deafToRefusals() async throws {
    try await AttackRange.run(.rapidReset) { server, client async throws in
      client.request(1, "/silent", endStream: false)
      for index: UInt32 in 1...2000 {
        guard client.request(2 * index + 1, "/silent"), client.reset(2 * index + 1) else { break }
      }
      #expect(try client.goAway()?.text == "frames without use: more than 1000 in 30.0 seconds")
      #expect(server.journal.accepted <= 202)
    }
  }
}

@Suite("Resets of honest clients", .serialized, .timeLimit(.minutes(2)))
struct HonestResetTests {
  private static func few(_ limits: inout HTTP2Limits) { limits.resets = .init(5, per: .seconds(30)) }

  @Test("a connection may give up as many calls as it lets finish")
  func amongGoodCalls() async throws {
    try await withRaw(Self.few) { server, client async throws in
      for index: UInt32 in 0..<100 {
        client.request(4 * index + 1, "/silent")
        client.reset(4 * index + 1)
        client.request(4 * index + 3, "/unary")
        while let frame = try client.next() {
          try #require(frame.type != RawFrame.Kind.reset && frame.type != RawFrame.Kind.goAway, "\(frame)")
          if frame.endsStream { break }
        }
      }
      #expect(server.journal.accepted == 200)
    }
  }

  @Test("deadlines that are missed and users who go are no abuse, though nothing was answered")
  func missedDeadlines() async throws {
    try await withRaw { limits in
      Self.few(&limits)
      limits.wastedStreamAge = .milliseconds(1)
    } _: { server, client async throws in
      for round: UInt32 in 0..<4 {
        for index in 0..<20 { client.request(2 * (round * 20 + UInt32(index)) + 1, "/silent") }
        #expect(await server.eventually { $0.accepted == 20 * (Int(round) + 1) })
        try await Task.sleep(for: .milliseconds(10))
        for index in 0..<20 { client.reset(2 * (round * 20 + UInt32(index)) + 1) }
      }
      client.request(999, "/unary")
      #expect(try client.answer(999).headers[":status"] == "200")
    }
  }

  @Test("streams that have answered something may be left at any moment: users who close a session")
  func closedSessions() async throws {
    try await withRaw(Self.few) { server, client async throws in
      for index: UInt32 in 0..<50 {
        client.request(2 * index + 1, "/large/100000")
        #expect(try client.next(RawFrame.Kind.data, stream: 2 * index + 1) != nil)
        client.reset(2 * index + 1)
        client.send(RawFrame.Kind.windowUpdate, RawFrame.number(100_000))
      }
      client.request(999, "/unary")
      #expect(try client.next(RawFrame.Kind.headers, stream: 999) != nil)
    }
  }

  @Test("malformed requests of some end nothing for others while there are as many good ones")
  func brokenRulesAmongGoodCalls() async throws {
    try await withRaw({ $0.glitches = .init(5, per: .seconds(30)) }) { _, client async throws in
      for index: UInt32 in 0..<50 {
        client.request(4 * index + 1, "/unary", extra: [("te", "gzip")])
        #expect(try client.next(RawFrame.Kind.reset, stream: 4 * index + 1) != nil)
        client.request(4 * index + 3, "/unary")
        #expect(try client.answer(4 * index + 3).headers[":status"] == "200")
      }
    }
  }

  @Test("resets that cross answers are paid for by the answers")
  func crossingResets() async throws {
    try await withRaw({ $0.uselessFrames = .init(5, per: .seconds(30)) }) { _, client async throws in
      for index: UInt32 in 0..<50 {
        client.request(2 * index + 1, "/unary")
        #expect(try client.answer(2 * index + 1).headers[":status"] == "200")
        client.reset(2 * index + 1)
      }
      client.request(999, "/unary")
      #expect(try client.answer(999).headers[":status"] == "200")
    }
  }
}
