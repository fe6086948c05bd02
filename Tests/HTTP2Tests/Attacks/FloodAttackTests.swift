import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Attacks: floods of frames that cost the sender nothing", .serialized, .timeLimit(.minutes(2)))
struct FloodAttackTests {
  private static let ping = [UInt8](repeating: 7, count: 8)

  @Test("SETTINGS")
  func settings() async throws {
    try await AttackRange.run(.settingsFlood) { _, client async throws in
      Assault.settingsFlood.attack(client, AssaultedCall(path: "/silent"))
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "SETTINGS: more than 100 in 30.0 seconds")
    }
  }

  @Test("INITIAL_WINDOW_SIZE back and forth while streams wait for it")
  func windowChurn() async throws {
    try await AttackRange.run(.windowChurn) { _, client async throws in
      Assault.windowChurn.attack(client, AssaultedCall(path: "/large/100000"))
      #expect(try client.goAway()?.code == Code.calm)
    }
  }

  @Test("PING: two strikes are forgiven, and an answer sent wipes them out")
  func pings() async throws {
    try await AttackRange.run(.pingFlood) { _, client async throws in
      for round: UInt32 in 0..<5 {
        for _ in 0..<3 { client.send(RawFrame.Kind.ping, Self.ping) }
        client.request(2 * round + 1, "/unary")
        _ = try client.next(RawFrame.Kind.headers, stream: 2 * round + 1)
      }
      for _ in 0..<4 { client.send(RawFrame.Kind.ping, Self.ping) }
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "too_many_pings")
    }
  }

  @Test("answers to no PING")
  func pingAnswers() async throws {
    try await AttackRange.run(.pingAnswerFlood) { _, client async throws in
      Assault.pingAnswerFlood.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.text == "frames without use: more than 1000 in 30.0 seconds")
    }
  }

  @Test("an answer to no SETTINGS")
  func settingsAnswers() async throws {
    try await AttackRange.run(.settingsAnswerFlood) { _, client async throws in
      for _ in 0..<5 { client.send(RawFrame.Kind.settings, flags: RawFrame.Flag.ack) }
      #expect(try client.goAway()?.code == Code.protocolError)
    }
  }

  @Test("PRIORITY")
  func priority() async throws {
    try await AttackRange.run(.priorityFlood) { _, client async throws in
      Assault.priorityFlood.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.text == "frames without use: more than 1000 in 30.0 seconds")
    }
  }

  @Test("frames of unknown types, PRIORITY_UPDATE among them", arguments: [0x0A, 0x10, 0x42, 0xFF] as [UInt8])
  func unknown(_ type: UInt8) async throws {
    try await AttackRange.run(.unknownFrames) { _, client async throws in
      for _ in 0..<1100 where client.send(type, [0, 0, 0, 0, 1]) {}
      #expect(try client.goAway()?.text == "frames without use: more than 1000 in 30.0 seconds")
    }
  }

  @Test("WINDOW_UPDATE, for the connection or for streams that are over", arguments: [0, 1] as [UInt32])
  func windowUpdates(_ stream: UInt32) async throws {
    try await AttackRange.run(.windowUpdateFlood) { _, client async throws in
      client.request(1, "/unary")
      while let frame = try client.next(), !frame.endsStream {}
      let update = RawFrame.encode(RawFrame.Kind.windowUpdate, 0, stream, RawFrame.number(1))
      for _ in 0..<110 where client.write([UInt8]((0..<100).flatMap { _ in update })) {}
      #expect(try client.goAway()?.text == "WINDOW_UPDATE: more than 10000 in 30.0 seconds")
    }
  }

  @Test("empty DATA")
  func emptyData() async throws {
    try await AttackRange.run(.emptyData) { _, client async throws in
      Assault.emptyData.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.text == "empty or tiny DATA: more than 1000 in 30.0 seconds")
    }
  }

  @Test("DATA of a few bytes, also with padding around them", arguments: [1, 4])
  func tinyData(_ size: Int) async throws {
    try await AttackRange.run(.tinyData) { _, client async throws in
      client.request(1, "/silent", endStream: false)
      let padded = [200] + [UInt8](repeating: 1, count: size) + [UInt8](repeating: 0, count: 200)
      for _ in 0..<550 {
        client.data(1, [UInt8](repeating: 1, count: size))
        guard client.send(RawFrame.Kind.data, flags: RawFrame.Flag.padded, stream: 1, padded) else { break }
      }
      #expect(try client.goAway()?.text == "empty or tiny DATA: more than 1000 in 30.0 seconds")
    }
  }

  @Test("small messages are not tiny DATA, and the tails of large ones are forgiven")
  func honestData() async throws {
    try await withRaw({ $0.tinyData = .init(50, per: .seconds(30)) }) { server, client async throws in
      client.request(1, "/unary", endStream: false)
      for _ in 0..<200 {
        client.data(1, [0, 0, 0, 0, 0])
        client.data(1, [UInt8](repeating: 1, count: 1024))
        client.data(1, [1])
      }
      client.data(1, [], endStream: true)
      #expect(try client.next(RawFrame.Kind.headers, stream: 1) != nil)
    }
  }
}
