import Testing
import WireFormat

@testable import RPC

@Suite("Compressed calls, by hand", .timeLimit(.minutes(2)))
struct CompressedCallTests {
  static let text = Payload("text", Array(String(repeating: "all the same ", count: 300).utf8))

  static func frame(_ message: Payload, _ algorithm: CompressionAlgorithm?) -> [UInt8] {
    let frame = MessageFrame(message)
    guard let algorithm else { return frame.bytes }
    return MessageCompressor(level: 6).compress(frame, with: algorithm, mayGrow: true).bytes
  }

  /// The replies in the answer's body, each with whether it was compressed.
  static func replies(_ answer: RawAnswer) throws -> [(message: Payload, isCompressed: Bool)] {
    var deframer = MessageDeframer(limit: 1 << 20)
    deframer.encoding = MessageEncoding(answer.headers["grpc-encoding"], accepted: [.gzip, .deflate])
    var found: [ReceivedMessage] = []
    try answer.data.withUnsafeBytes { try deframer.receive($0) { found.append($0) } }
    try deframer.finish()
    let compressor = MessageCompressor(level: 1)
    return try found.map { received in
      guard received.isCompressed, let algorithm = deframer.encoding.algorithm else {
        return (try Payload(serializedBytes: received.bytes), false)
      }
      let bytes = try compressor.expand(received.bytes, with: algorithm, limit: 1 << 20)
      return (try Payload(serializedBytes: bytes), true)
    }
  }

  @Test("a compressed request is understood and answered in kind", arguments: CompressionAlgorithm.allCases)
  func unary(algorithm: CompressionAlgorithm) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(
        to: live, ["grpc-encoding": algorithm.rawValue, "grpc-accept-encoding": "identity, deflate, gzip"],
        pieces: [Self.frame(Self.text, algorithm)])
      #expect(answer["grpc-status"] == "0")
      #expect(answer.headers["grpc-encoding"] == algorithm.rawValue)
      let replies = try Self.replies(answer)
      #expect(replies.map(\.message) == [Self.text])
      #expect(replies.map(\.isCompressed) == [true])
      #expect(answer.data.count < 300)
    }
  }

  @Test("a caller that accepts nothing, or says nothing, gets nothing compressed")
  func identity() async throws {
    try await LiveServer.run { live async throws in
      for accept in [nil, "identity", "br"] {
        let answer = try await RawCall.send(
          to: live, ["grpc-encoding": "gzip", "grpc-accept-encoding": accept], pieces: [Self.frame(Self.text, .gzip)])
        #expect(try Self.replies(answer).map(\.isCompressed) == [false])
        #expect(answer.headers["grpc-encoding"] == nil)
      }
    }
  }

  @Test("in a stream compressed and other messages mix, both ways")
  func stream() async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(
        to: live,
        [":path": "/test.Echo/Chat", "grpc-encoding": "gzip", "grpc-accept-encoding": "gzip"],
        pieces: [
          Self.frame(Self.text, .gzip) + Self.frame(Payload("small"), nil), Self.frame(Payload("packed"), .gzip),
          Self.frame(Self.text, nil),
        ])
      #expect(answer["grpc-status"] == "0")
      let replies = try Self.replies(answer)
      #expect(replies.map(\.message.typeURL) == ["text", "small", "packed", "text"])
      #expect(replies.map(\.isCompressed) == [true, false, false, true])
      #expect(live.probe.notes == ["text came compressed", "packed came compressed"])
    }
  }

  @Test("a handler switches compression on and off for its call and for one message")
  func handler() async throws {
    let accept = ["grpc-accept-encoding": "gzip", ":path": "/test.Echo/Pack"]
    try await LiveServer.run { live async throws in
      let on = try await RawCall.send(to: live, accept, pieces: [Self.frame(Payload("on", Self.text.value), nil)])
      #expect(try Self.replies(on).map(\.isCompressed) == [true, false, true])
      let off = try await RawCall.send(to: live, accept, pieces: [Self.frame(Payload("off", Self.text.value), nil)])
      #expect(try Self.replies(off).map(\.isCompressed) == [false, false, false])
      #expect(off.headers["grpc-encoding"] == nil)
      let auto = try await RawCall.send(to: live, accept, pieces: [Self.frame(Payload("", Self.text.value), nil)])
      #expect(try Self.replies(auto).map(\.isCompressed) == [false, false, true])
    }
  }

  @Test(
    "what cannot be expanded ends the call",
    arguments: [
      ([1, 0, 0, 0, 3, 1, 2, 3], "gzip", "13", "gzip"), ([1, 0, 0, 0, 0], "deflate", "13", "not complete"),
      (frame(text, .gzip), nil, "13", "names no compression"), (frame(text, .gzip), "identity", "13", "names no"),
      (frame(text, .gzip), "br", "12", "identity,gzip,deflate"),
    ] as [([UInt8], String?, String, String)])
  func refused(bytes: [UInt8], encoding: String?, status: String, text: String) async throws {
    try await LiveServer.run { live async throws in
      for path in ["/test.Echo/Unary", "/test.Echo/Chat"] {
        let answer = try await RawCall.send(to: live, ["grpc-encoding": encoding, ":path": path], pieces: [bytes])
        #expect(answer["grpc-status"] == status)
        #expect(answer["grpc-message"]?.contains(text) == true)
        #expect(answer["grpc-accept-encoding"] == (status == "12" ? "identity,gzip,deflate" : nil))
      }
    }
  }

  @Test("an encoding nobody knows is refused though no message is in it", arguments: ["foo", "br", "é"])
  func unknownEncoding(name: String) async throws {
    try await LiveServer.run { live async throws in
      for path in ["/test.Echo/Unary", "/test.Echo/Chat", "/test.Echo/Collect", "/test.Echo/Now"] {
        for pieces in [[Self.frame(Self.text, nil)], []] {
          let answer = try await RawCall.send(to: live, ["grpc-encoding": name, ":path": path], pieces: pieces)
          #expect(answer["grpc-status"] == "12")
          #expect(answer["grpc-message"]?.contains("identity,gzip,deflate") == true)
          #expect(answer["grpc-accept-encoding"] == "identity,gzip,deflate")
        }
      }
      let identity = try await RawCall.send(
        to: live, ["grpc-encoding": "identity"], pieces: [Self.frame(Self.text, nil)])
      #expect(identity["grpc-status"] == "0")
    }
  }

  @Test("a message that expands beyond the limit is RESOURCE_EXHAUSTED, and the server goes on")
  func bomb() async throws {
    let bomb = Self.frame(Payload("", [UInt8](repeating: 0, count: 3_000_000)), .gzip)
    try await LiveServer.run(limits: RPCLimits(maxRequestMessageBytes: 100_000)) { live async throws in
      for path in ["/test.Echo/Unary", "/test.Echo/Chat"] {
        let answer = try await RawCall.send(to: live, ["grpc-encoding": "gzip", ":path": path], pieces: [bomb])
        #expect(answer["grpc-status"] == "8")
        #expect(answer["grpc-message"]?.contains("100000") == true)
      }
      #expect(try await live.unary("Unary", Payload("healthy")).typeURL == "healthy")
    }
  }

  @Test("a server that takes nothing compressed says so")
  func refusesAll() async throws {
    try await LiveServer.run(limits: RPCLimits(compression: .none)) { live async throws in
      let answer = try await RawCall.send(
        to: live, ["grpc-encoding": "gzip", "grpc-accept-encoding": "gzip"], pieces: [Self.frame(Self.text, .gzip)])
      #expect(answer["grpc-status"] == "12")
      #expect(answer["grpc-accept-encoding"] == "identity")
    }
  }

  @Test("a client announces no compression unless its call asks, so a server that takes none answers it")
  func announced() async throws {
    try await LiveServer.run(limits: RPCLimits(compression: .none)) { live async throws in
      let plain = try await live.chat()
      try await plain.send(Self.text)
      try await plain.send(Self.text, compression: .on)
      plain.finishSending()
      for _ in 0..<2 { #expect(try await plain.replies.next() == Self.text) }
      #expect(try await plain.replies.next() == nil)
      let asking = try await live.chat("Chat", CallOptions(compression: .on))
      let error = try await rpcError {
        try await asking.send(Self.text)
        _ = try await asking.replies.next()
      }
      #expect(error?.code == .unimplemented)
    }
  }

  @Test("in a call that asks, each message may be compressed or not, and the replies come in kind")
  func asked() async throws {
    try await LiveServer.run { live async throws in
      let chat = try await live.chat("Chat", CallOptions(compression: .on))
      try await chat.send(Self.text)
      try await chat.send(Self.text, compression: .off)
      try await chat.send(Payload("small", [1]), compression: .on)
      try await chat.send(Payload("small", [2]))
      chat.finishSending()
      while try await chat.replies.next() != nil {}
      #expect(live.probe.notes == ["text came compressed", "small came compressed"])
    }
  }

  @Test("a reply over the server's own limit is RESOURCE_EXHAUSTED, naming size and limit")
  func replyLimit() async throws {
    try await LiveServer.run(limits: RPCLimits(maxReplyMessageBytes: 1000)) { live async throws in
      let error = try await rpcError {
        _ = try await live.unary("Unary", Payload("", [UInt8](repeating: 0, count: 2000)))
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.message.contains("2003") == true && error?.message.contains("1000") == true)
      let stream = try await live.expand("Expand", Payload("3", [UInt8](repeating: 0, count: 2000)))
      #expect(try await rpcError { _ = try await stream.next() }?.code == .resourceExhausted)
    }
  }
}
