import HTTP2
import RPC
import Testing
internal import Transport
import WireFormat

@Suite("What a server answers to requests made by hand", .timeLimit(.minutes(2)))
struct ProtocolTests {
  static let message: [UInt8] = [0, 0, 0, 0, 0]

  @Test("a whole exchange looks as gRPC says")
  func exchange() async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, pieces: [[0, 0], [0, 0, 2, 18], [0]])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["content-type"] == "application/grpc")
      #expect(answer.headers["grpc-status"] == nil)
      #expect(answer.data == [0, 0, 0, 0, 0])
      #expect(answer.trailers["grpc-status"] == "0")
      #expect(answer.trailers["grpc-message"] == nil)
      #expect(answer.reason == .endStream)
    }
  }

  @Test(
    "what is no gRPC is answered by HTTP status",
    arguments: [("GET", "application/grpc", "405"), ("POST", "text/html", "415")])
  func http(method: String, type: String, status: String) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, [":method": method, "content-type": type])
      #expect(answer.headers[":status"] == status)
      #expect(answer["grpc-status"] == nil)
      #expect(live.server.counters.startedCalls == 0)
    }
  }

  @Test(
    "a path that names no method is UNIMPLEMENTED in trailers alone",
    arguments: [
      "/", "//", "/test.Echo", "/test.Echo/", "//Unary", "/test.Echo/Unary/", "/test.Echo//Unary", "/test.Echo/unary",
      "/test.Echo/Unary?x=1",
    ])
  func paths(path: String) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, [":path": path], pieces: [Self.message])
      #expect(answer.headers[":status"] == "200")
      #expect(answer.headers["grpc-status"] == "12")
      #expect(answer.trailers.isEmpty)
    }
  }

  @Test(
    "malformed messages end the call with the right status",
    arguments: [
      ([[2, 0, 0, 0, 0]], 13, "flag"), ([[0, 0, 0, 0, 9], [1, 2]], 13, "2 of 9"),
      ([[0, 0, 0]], 13, "3 of 5"), ([[0, 0, 64, 0, 1]], 8, "4194305"),
      ([[0, 0, 0, 0, 1, 255]], 3, "Any"),
      ([message, message], 12, "more than one"),
    ] as [([[UInt8]], Int, String)])
  func malformed(pieces: [[UInt8]], status: Int, text: String) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, pieces: pieces)
      #expect(answer["grpc-status"] == "\(status)")
      #expect(answer["grpc-message"]?.contains(text) == true)
    }
  }

  @Test("a request without a message is UNIMPLEMENTED")
  func noMessage() async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live)
      #expect(answer["grpc-status"] == "12")
      #expect(answer["grpc-message"]?.contains("sent none") == true)
    }
  }

  @Test("a call refused before its request has ended is over for both sides")
  func refusedEarly() async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, pieces: [[0, 255, 255, 255, 255]], ends: false)
      #expect(answer["grpc-status"] == "8")
      #expect(live.server.counters.openCalls == 0)
    }
  }

  @Test(
    "the server itself answers DEADLINE_EXCEEDED and cancels the handler", arguments: ["30m", "30000u", "30000000n"])
  func deadline(timeout: String) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(
        to: live, [":path": "/test.Echo/Sleep", "grpc-timeout": timeout], pieces: [Self.message])
      #expect(answer["grpc-status"] == "4")
      #expect(await live.probe.reaches("cancelled"))
    }
  }

  @Test(
    "a deadline of zero never reaches the handler; a malformed one is INVALID_ARGUMENT",
    arguments: [("0n", "4"), ("5", "3"), ("123456789S", "3")])
  func timeouts(timeout: String, status: String) async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(
        to: live, [":path": "/test.Echo/Sleep", "grpc-timeout": timeout], pieces: [Self.message])
      #expect(answer["grpc-status"] == status)
      #expect(live.probe["asleep"] == 0)
    }
  }

  @Test("malformed -bin metadata is INVALID_ARGUMENT and names the header")
  func badMetadata() async throws {
    try await LiveServer.run { live async throws in
      let answer = try await RawCall.send(to: live, ["x-bytes-bin": "***"], pieces: [Self.message])
      #expect(answer["grpc-status"] == "3")
      #expect(answer["grpc-message"]?.contains("x-bytes-bin") == true)
    }
  }

  @Test("half a message that stays half is ended by the stall limit")
  func stalled() async throws {
    var http2 = HTTP2Limits.server
    http2.connection.stalledStreamTimeout = .milliseconds(200)
    try await LiveServer.run(http2: http2) { live async throws in
      let answer = try await RawCall.send(to: live, pieces: [[0, 0, 0, 0, 9, 1]], ends: false)
      #expect(answer.reason != .endStream)
      #expect(await eventually { live.server.counters.openCalls == 0 })
    }
  }
}
