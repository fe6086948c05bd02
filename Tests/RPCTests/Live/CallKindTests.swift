import RPC
import Testing
import WireFormat

@Suite("Calls of every kind", .timeLimit(.minutes(2)))
struct CallKindTests {
  @Test("all four kinds work over every transport", arguments: Wire.allCases)
  func kinds(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      #expect(try await live.unary("Unary", Payload("a", [1, 2])) == Payload("a", [1, 2]))

      var expanded: [String] = []
      for try await reply in try await live.expand("Expand", Payload("3")) { expanded.append(reply.typeURL) }
      #expect(expanded == ["0", "1", "2"])

      let collect = try await live.collect()
      for text in ["a", "b", "c"] { try await collect.send(Payload(text)) }
      #expect(try await collect.finish().typeURL == "abc")

      let chat = try await live.chat()
      for text in ["x", "y"] {
        try await chat.send(Payload(text))
        #expect(try await chat.replies.next()?.typeURL == text)
      }
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
    }
  }

  @Test("streams may be empty")
  func empty() async throws {
    try await LiveServer.run { live async throws in
      let none = try await live.expand("Expand", Payload("0"))
      #expect(try await none.next() == nil)
      #expect(try await live.collect().finish() == Payload())
      let chat = try await live.chat()
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
    }
  }

  @Test("messages larger than the windows pass in both directions", arguments: [Wire.plaintext, .tls])
  func large(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      let block = (0..<3_500_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      #expect(try await live.unary("Unary", Payload("", block)).value == block)

      let piece = Array(block.prefix(300_000))
      var count = 0
      for try await reply in try await live.expand("Expand", Payload("20", piece)) {
        #expect(reply.value == piece)
        count += 1
      }
      #expect(count == 20)

      let collect = try await live.collect()
      for _ in 0..<10 { try await collect.send(Payload("", piece)) }
      #expect(try await collect.finish().value.count == 3_000_000)
    }
  }

  @Test("1,000 calls at once on one channel are all answered, beyond the limit of concurrent streams")
  func concurrent() async throws {
    try await LiveServer.run(loops: 2) { live async throws in
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for index in 0..<1000 { group.addTask { try await live.unary("Unary", Payload("\(index)")).typeURL } }
        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
      }
      #expect(answers.count == 1000)
      #expect(live.server.counters.endedCalls == [.ok: 1000])
    }
  }

  @Test("a call to a method the server does not know is UNIMPLEMENTED and named")
  func unknown() async throws {
    try await LiveServer.run { live async throws in
      let missing = try await rpcError { _ = try await live.unary("Missing") }
      #expect(missing?.code == .unimplemented)
      #expect(missing?.message.contains("/test.Echo/Missing") == true)
    }
  }

  @Test("a server that has answered takes no more requests, and the caller learns it")
  func earlyAnswer() async throws {
    try await LiveServer.run { live async throws in
      let call: BidirectionalCall<Payload, Payload> = try await live.channel.bidirectional(
        EchoService.method("Fail", .bidirectional))
      let error = try await rpcError {
        for _ in 0..<10_000 { try await call.send(Payload("3", Array("no".utf8))) }
      }
      #expect(error?.code == .unimplemented)
    }
  }
}
