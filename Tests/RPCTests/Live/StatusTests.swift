import RPC
import Testing
import WireFormat

@Suite("Status and metadata over the wire", .timeLimit(.minutes(2)))
struct StatusTests {
  @Test("every code but OK arrives with its message, its details and its trailing metadata", arguments: 1...16)
  func codes(code: Int) async throws {
    try await LiveServer.run { live async throws in
      let error = try #require(
        try await rpcError { _ = try await live.unary("Fail", Payload("\(code)", Array("why: 100%".utf8))) })
      #expect(error.code.rawValue == code)
      #expect(error.message == "why: 100%")
      #expect(error.trailing["x-thrown"] == "yes")
      #expect(try error.details.first?.unpack(GoogleRPCErrorInfo.self)?.reason == "TESTED")
      #expect(error.trailing["x-request-id"]?.hasPrefix("req_") == true)
    }
  }

  @Test("a message of any characters arrives unchanged")
  func messages() async throws {
    try await LiveServer.run { live async throws in
      for value in Array(UInt32(0)...0x17F) + [0x2028, 0xFFFD, 0x1F600] {
        let message = "\(Unicode.Scalar(value) ?? "?")x\(Unicode.Scalar(value) ?? "?")"
        let error = try await rpcError { _ = try await live.unary("Fail", Payload("9", Array(message.utf8))) }
        #expect(error?.message.unicodeScalars.elementsEqual(message.unicodeScalars) == true)
      }
    }
  }

  @Test("an error thrown as OK is INTERNAL")
  func thrownOK() async throws {
    try await LiveServer.run { live async throws in
      #expect(try await rpcError { _ = try await live.unary("Fail", Payload("0")) }?.code == .internal)
    }
  }

  @Test("a foreign error is INTERNAL with the request id and nothing of the inside")
  func foreignError() async throws {
    try await LiveServer.run { live async throws in
      var options = CallOptions()
      try options.metadata.add("my-id.1", for: "x-request-id")
      let error = try #require(try await rpcError { _ = try await live.unary("Crash", Payload(), options) })
      #expect(error.code == .internal)
      #expect(error.message == "internal error; request id my-id.1")
      #expect(error.trailing["x-request-id"] == "my-id.1")
    }
  }

  @Test("metadata and what the context knows pass both ways", arguments: Wire.allCases)
  func metadata(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      var options = CallOptions(timeout: .seconds(30))
      try options.metadata.add("one", for: "x-text")
      try options.metadata.add("two", for: "x-text")
      try options.metadata.add(binary: [255, 0, 7], for: "x-bytes-bin")
      try options.metadata.add("bad id!", for: "x-request-id")
      let response: UnaryResponse<Payload> = try await live.channel.unaryResponse(
        EchoService.method("Context", .unary), Payload(), options: options)
      #expect(response.initialMetadata["x-initial"] == "early")
      #expect(response.trailingMetadata.binaries(for: "x-trailing-bin") == [[0, 1, 254, 255]])
      let id = try #require(response.trailingMetadata["x-request-id"])
      #expect(id.hasPrefix("req_") && response.message.typeURL == id)
      #expect(
        live.probe.notes == [
          "x-text=[\"one\", \"two\"][]", "x-bytes-bin=[][[255, 0, 7]]", "user-agent=[\"grpc-swift-nghttp2\"][]",
          "path=/test.Echo/Context id=\(id) listener=\(wire.rawValue) loop=true",
          "deadline=true peer=\(wire == .unix ? "unix" : "ipv4")",
        ])
    }
  }

  @Test("a message over the limit is RESOURCE_EXHAUSTED on the side that receives it, naming size and limit")
  func limits() async throws {
    try await LiveServer.run(limits: RPCLimits(maxRequestMessageBytes: 1000)) { live async throws in
      let error = try #require(
        try await rpcError { _ = try await live.unary("Unary", Payload("", [UInt8](repeating: 0, count: 2000))) })
      #expect(error.code == .resourceExhausted)
      #expect(error.message.contains("1000") && error.message.contains("2003"))
    }
    let client = ChannelConfiguration(limits: ChannelLimits(maxReplyMessageBytes: 1000))
    try await LiveServer.run(client: client) { live async throws in
      let error = try #require(
        try await rpcError { _ = try await live.unary("Unary", Payload("", [UInt8](repeating: 0, count: 2000))) })
      #expect(error.code == .resourceExhausted)
      #expect(error.message.contains("1000") && error.message.contains("2003"))
    }
  }
}
