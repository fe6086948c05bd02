import CLinux
import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport
import WireFormat

@testable import RPC

/// A call made to do harm, frame by frame.
struct CallAttack: Sendable, CustomTestStringConvertible {
  let name: String
  /// The status the server answers.
  let status: StatusCode
  var path = "/test.Echo/Unary"
  var headers: [(String, String)] = []
  /// What is sent behind the headers.
  let body: [UInt8]

  var testDescription: String { name }

  private static let empty: [UInt8] = [0, 0, 0, 0, 0]
  /// 64 MiB of zeros, in about 64 KiB.
  private static let bomb = MessageCompressor(level: 9).compress(
    MessageFrame(encoded: [UInt8](repeating: 0, count: 64 << 20)), with: .gzip, mayGrow: true
  ).bytes

  static let all: [CallAttack] = [
    CallAttack(name: "unknown method", status: .unimplemented, path: "/test.Echo/Nope", body: empty),
    CallAttack(
      name: "two slashes before a method there is", status: .unimplemented, path: "//test.Echo/Unary", body: empty),
    CallAttack(
      name: "a slash behind a method there is", status: .unimplemented, path: "/test.Echo/Unary/", body: empty),
    CallAttack(
      name: "a method there is, percent-encoded", status: .unimplemented, path: "/test.Echo/%55nary", body: empty),
    CallAttack(name: "unknown flag byte", status: .internal, body: [2, 0, 0, 0, 0]),
    CallAttack(name: "declared length of 4 GiB", status: .resourceExhausted, body: [0, 255, 255, 255, 255]),
    CallAttack(name: "declared length one above the limit", status: .resourceExhausted, body: [0, 0, 64, 0, 1]),
    CallAttack(
      name: "inflate bomb", status: .resourceExhausted, headers: [("grpc-encoding", "gzip")], body: bomb),
    CallAttack(
      name: "compressed message that is none", status: .internal, headers: [("grpc-encoding", "gzip")],
      body: [1, 0, 0, 0, 4, 1, 2, 3, 4]),
    CallAttack(name: "bad base64", status: .invalidArgument, headers: [("x-bytes-bin", "***")], body: empty),
    CallAttack(name: "bad timeout", status: .invalidArgument, headers: [("grpc-timeout", "123456789S")], body: empty),
    CallAttack(name: "timeout below zero", status: .invalidArgument, headers: [("grpc-timeout", "-1S")], body: empty),
  ]
}

@Suite("Attacks: calls", .serialized, .timeLimit(.minutes(2)))
struct CallAttackTests {
  /// What the heap may have grown by afterwards: other tests of the process come and go meanwhile.
  private static let tolerance = 8 << 20

  private func serve(_ body: (RPCServer, UInt16) async throws -> Void) async throws {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]),
      services: [EchoService(probe: Probe())])
    let port = try await server.start().first?.port ?? 0
    defer { server.stop() }
    try await body(server, port)
  }

  /// Runs `body` on a thread of its own, where it may wait for sockets.
  private func blocking(_ body: () async throws -> Void) async throws {
    let thread = try EventLoop.spawn(name: "raw")
    defer { thread.shutdown() }
    try await withTaskExecutorPreference(thread) { try await body() }
  }

  private func call(_ client: RawClient, _ stream: UInt32, _ attack: CallAttack) throws -> RawResponse {
    let fields = [("content-type", "application/grpc"), ("te", "trailers")] + attack.headers
    client.headers(stream, HeaderBlock.request(attack.path, fields), endStream: false)
    for start in stride(from: 0, to: attack.body.count, by: 16_384) {
      client.data(stream, Array(attack.body[start..<min(start + 16_384, attack.body.count)]))
    }
    client.data(stream, [], endStream: true)
    return try client.answer(stream)
  }

  /// A good call on a connection of its own is answered.
  private func expectHealthy(_ port: UInt16) throws {
    let good = CallAttack(name: "good", status: .ok, body: [0, 0, 0, 0, 0])
    let client = try RawClient(port: port)
    client.begin()
    #expect(try call(client, 1, good)["grpc-status"] == "0")
  }

  @Test("the call is answered with its status, others are served, and memory returns", arguments: CallAttack.all)
  func attack(_ attack: CallAttack) async throws {
    try await serve { server, port async throws in
      try await blocking { () async throws in
        try expectHealthy(port)
        let before = clinux_heap_bytes()
        let client = try RawClient(port: port)
        client.begin()
        for stream in stride(from: 1, to: 40, by: 2) as StrideTo<UInt32> {
          let answer = try call(client, stream, attack)
          #expect(answer.headers[":status"] == "200")
          #expect(answer["grpc-status"] == "\(attack.status.rawValue)", "\(answer)")
        }
        try expectHealthy(port)
        #expect(await eventually { server.counters.openCalls == 0 })
        #expect(server.counters.endedCalls[attack.status] == 20)
        #expect(await eventually { clinux_heap_bytes() < before + UInt64(Self.tolerance) })
      }
    }
  }

  @Test(
    "a plain GET is answered 405 with an explanation, a plain POST 415, and nothing is reset", arguments: [true, false])
  func plainHTTP(_ get: Bool) async throws {
    try await serve { server, port async throws in
      try await blocking { () async throws in
        let client = try RawClient(port: port)
        client.begin()
        let method = get ? "GET" : "POST"
        client.headers(1, HeaderBlock.request("/", method: method, get ? [] : [("content-type", "application/json")]))
        let answer = try client.answer(1)
        #expect(answer.headers[":status"] == (get ? "405" : "415"))
        #expect(answer.headers[get ? "allow" : "accept-post"] != nil)
        #expect(answer.hasEnded)
        #expect(answer.reset == nil)
        #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("This server speaks gRPC"))
        client.headers(3, HeaderBlock.request("/", method: "HEAD"))
        let head = try client.answer(3)
        #expect(head.headers[":status"] == "405" && head.body.isEmpty && head.hasEnded)
        #expect(server.counters.startedCalls == 0)
        try expectHealthy(port)
      }
    }
  }

  @Test("a plain POST that is still sending gets its 415 first, and NO_ERROR when it goes on")
  func unfinishedPost() async throws {
    try await serve { _, port async throws in
      try await blocking { () async throws in
        let client = try RawClient(port: port)
        client.begin()
        client.headers(1, HeaderBlock.request("/", [("content-type", "text/html")]), endStream: false)
        let answer = try client.answer(1)
        #expect(answer.headers[":status"] == "415")
        client.data(1, [1, 2, 3])
        #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == 0)
      }
    }
  }

  @Test("who leaves calls whose handlers go on gets no more of them to work than may be open")
  func abandonedHandlers() async throws {
    let probe = Probe()
    var configuration = ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)])
    configuration.limits.maxAbandonedHandlers = 3
    let server = RPCServer(configuration: configuration, services: [EchoService(probe: probe)])
    let port = try await server.start().first?.port ?? 0
    defer { server.stop() }
    try await blocking { () async throws in
      let client = try RawClient(port: port)
      client.begin()
      let block = HeaderBlock.request("/test.Echo/Insist", [("content-type", "application/grpc"), ("te", "trailers")])
      for stream: UInt32 in [1, 3, 5] { client.headers(stream, block, endStream: false) }
      #expect(await probe.reaches("insisting", 3))
      for stream: UInt32 in [1, 3, 5] { client.reset(stream) }
      client.headers(7, block, endStream: false)
      #expect(try client.next(RawFrame.Kind.reset, stream: 7)?.number(at: 0) == 7)
      try expectHealthy(port)
      probe.count("go")
      #expect(await probe.reaches("gone", 3))
      client.headers(9, block, endStream: false)
      #expect(await probe.reaches("gone", 4))
      #expect(try client.next(RawFrame.Kind.headers, stream: 9)?.endsStream == true)
    }
  }

  @Test("requests that are no calls may be answered by the fallback")
  func fallback() async throws {
    var configuration = ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)])
    configuration.fallback = Teapot()
    let server = RPCServer(configuration: configuration, services: [EchoService(probe: Probe())])
    let port = try await server.start().first?.port ?? 0
    defer { server.stop() }
    try await blocking { () async throws in
      let client = try RawClient(port: port)
      client.begin()
      client.headers(1, HeaderBlock.request("/tea", method: "GET"))
      #expect(try client.answer(1).headers[":status"] == "418")
      client.headers(3, HeaderBlock.request("/coffee", method: "GET"))
      #expect(try client.answer(3).headers[":status"] == "405")
      try expectHealthy(port)
    }
  }
}

/// Answers 418 to `/tea` and leaves the rest to the server.
private final class Teapot: StreamAcceptor {
  func accept(_ stream: Transport.Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    guard headers.contains(where: { $0.name == ":path" && $0.value == "/tea" }) else { return nil }
    stream.sendHeaders([HeaderField(":status", "418")], endStream: true)
    return Cup()
  }
}

private final class Cup: StreamHandler {
  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) { stream.consume(data.count) }
  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {}
  func writable(on stream: Transport.Stream) {}
  func closed(on stream: Transport.Stream, reason: StreamCloseReason) {}
}
