import EventLoop
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

  /// A channel on a loop of its own, for callers that run there.
  private func onLoop(_ live: LiveServer, _ body: @Sendable (EventLoop, Channel) async throws -> Void) async throws {
    let loop = try EventLoop.spawn(name: "caller")
    defer { loop.shutdown() }
    let channel = try Channel(target: live.target, loops: [loop])
    defer { channel.close() }
    try await body(loop, channel)
  }

  @Test("each message of a caller on the channel's own loop is sent once, also when it has to wait for the window")
  func fromLoop() async throws {
    try await LiveServer.run { live async throws in
      try await onLoop(live) { loop, channel async throws in
        let numbers = (0..<10).map { "\($0) " }
        let sent = Task(executorPreference: loop) {
          let collect: ClientStreamingCall<Payload, Payload> = try await channel.clientStreaming(
            EchoService.method("Collect", .clientStreaming))
          for number in numbers { try await collect.send(Payload(number, [UInt8](repeating: 7, count: 300_000))) }
          return try await collect.finish()
        }
        let all = try await sent.value
        #expect(all.typeURL == numbers.joined() && all.value.count == numbers.count * 300_000)
      }
    }
  }

  @Test("a caller on the channel's own loop that is cancelled while it waits for the window goes on")
  func cancelledOnLoop() async throws {
    try await LiveServer.run { live async throws in
      try await onLoop(live) { loop, channel async throws in
        let sender = Task(executorPreference: loop) {
          let call: BidirectionalCall<Payload, Payload> = try await channel.bidirectional(
            EchoService.method("Hold", .bidirectional))
          while true { try await call.send(Payload("", [UInt8](repeating: 7, count: 300_000))) }
        }
        #expect(await live.probe.reaches("holding"))
        try await Task.sleep(for: .milliseconds(100))
        sender.cancel()
        #expect(try await rpcError { try await sender.value }?.code == .cancelled)
      }
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
