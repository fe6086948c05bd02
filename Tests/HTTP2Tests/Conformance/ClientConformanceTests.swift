import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport
internal import Transport

/// What a client makes of a server's frames.
struct ClientCase: Sendable, CustomTestStringConvertible {
  let rule: String
  /// How the call on stream 1 ends, as a test of the reason's words.
  let ends: String
  let frames: [UInt8]

  init(_ rule: String, ends: String, _ frames: [[UInt8]]) {
    self.rule = rule
    self.ends = ends
    self.frames = frames.flatMap(\.self)
  }

  var testDescription: String { rule }

  private typealias Kind = RawFrame.Kind
  private static func head(_ fields: [(String, String)], end: Bool = false, stream: UInt32 = 1) -> [UInt8] {
    RawFrame.encode(Kind.headers, end ? 5 : 4, stream, HeaderBlock.literals(fields))
  }
  private static let ok = head([(":status", "200")])
  private static func data(_ bytes: [UInt8], end: Bool = false, stream: UInt32 = 1) -> [UInt8] {
    RawFrame.encode(Kind.data, end ? 1 : 0, stream, bytes)
  }

  static let all: [ClientCase] = [
    ClientCase("a response is read", ends: "the stream ended", [ok, data([1], end: true)]),
    ClientCase(
      "an interim response comes before the final one", ends: "the stream ended",
      [head([(":status", "103")]), ok, data([], end: true)]),
    ClientCase(
      "8.4: PUSH_PROMISE although it was switched off", ends: "connection was lost",
      [ok, RawFrame.encode(Kind.pushPromise, 4, 1, RawFrame.number(2) + HeaderBlock.request("/p"))]),
    ClientCase(
      "5.1.1: HEADERS on a stream of the server's own", ends: "connection was lost",
      [head([(":status", "200")], stream: 2)]),
    ClientCase("5.1: DATA on an idle stream", ends: "connection was lost", [data([1], stream: 7)]),
    ClientCase("8.1: DATA before HEADERS", ends: "connection was lost: PROTOCOL_ERROR", [data([1])]),
    ClientCase("8.3.2: no :status", ends: "PROTOCOL_ERROR", [head([("x-a", "b")])]),
    ClientCase("8.3.2: a :status that is no number", ends: "PROTOCOL_ERROR", [head([(":status", "abc")])]),
    ClientCase(
      "8.3.2: a pseudo-header of requests", ends: "PROTOCOL_ERROR", [head([(":status", "200"), (":path", "/")])]),
    ClientCase(
      "8.1.1: content-length above the body", ends: "PROTOCOL_ERROR",
      [head([(":status", "200"), ("content-length", "9")]), data([1], end: true)]),
    ClientCase(
      "8.2.2: connection-specific fields", ends: "PROTOCOL_ERROR",
      [head([(":status", "200"), ("connection", "close")])]),
    ClientCase("8.1: trailers that do not end the stream", ends: "PROTOCOL_ERROR", [ok, head([("x-t", "1")])]),
    ClientCase("8.3.2: :status twice", ends: "PROTOCOL_ERROR", [head([(":status", "200"), (":status", "200")])]),
    ClientCase("8.3.2: a :status of four digits", ends: "PROTOCOL_ERROR", [head([(":status", "2000")])]),
    ClientCase("8.3: :status after a field", ends: "PROTOCOL_ERROR", [head([("x-a", "b"), (":status", "200")])]),
    ClientCase("8.6: 101", ends: "PROTOCOL_ERROR", [head([(":status", "101")]), ok, data([], end: true)]),
    ClientCase(
      "8.1: an interim response that ends the stream", ends: "PROTOCOL_ERROR", [head([(":status", "103")], end: true)]),
    ClientCase("8.1: DATA after an interim response", ends: "PROTOCOL_ERROR", [head([(":status", "103")]), data([1])]),
    ClientCase(
      "8.1.1: content-length of an interim response", ends: "PROTOCOL_ERROR",
      [head([(":status", "103"), ("content-length", "0")]), ok, data([], end: true)]),
    ClientCase("8.1: 204 with a body", ends: "PROTOCOL_ERROR", [head([(":status", "204")]), data([1], end: true)]),
    ClientCase(
      "8.1.1: 204 with a content-length", ends: "PROTOCOL_ERROR",
      [head([(":status", "204"), ("content-length", "1")], end: true)]),
    ClientCase(
      "8.1.1: 304 with the content-length it would have had", ends: "the stream ended",
      [head([(":status", "304"), ("content-length", "9")], end: true)]),
    ClientCase(
      "8.1.1: content-length twice", ends: "PROTOCOL_ERROR",
      [head([(":status", "200"), ("content-length", "1"), ("content-length", "1")]), data([1], end: true)]),
    ClientCase("8.2: a name in upper case", ends: "PROTOCOL_ERROR", [head([(":status", "200"), ("X-a", "b")])]),
    ClientCase("8.2.1: LF in a value", ends: "PROTOCOL_ERROR", [head([(":status", "200"), ("x-a", "b\n")])]),
    ClientCase("8.2.2: te", ends: "PROTOCOL_ERROR", [head([(":status", "200"), ("te", "gzip")])]),
    ClientCase(
      "8.1: trailers with a pseudo-header", ends: "PROTOCOL_ERROR", [ok, head([(":status", "200")], end: true)]),
    ClientCase(
      "6.5.2: ENABLE_PUSH of a server", ends: "connection was lost",
      [RawFrame.encode(Kind.settings, 0, 0, RawFrame.setting(2, 1))]),
    ClientCase(
      "7: a reset with an unknown code", ends: "error code 4294967294",
      [RawFrame.encode(Kind.reset, 0, 1, RawFrame.number(0xFFFF_FFFE))]),
    ClientCase(
      "6.8: GOAWAY that leaves the stream out", ends: "ENHANCE_YOUR_CALM, enough",
      [RawFrame.encode(Kind.goAway, 0, 0, RawFrame.number(0) + RawFrame.number(11) + Array("enough".utf8))]),
    ClientCase(
      "4.3: a header block that cannot be decoded", ends: "connection was lost",
      [RawFrame.encode(Kind.headers, 5, 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F])]),
    ClientCase(
      "4.2: a frame above the largest size", ends: "connection was lost",
      [ok, data([UInt8](repeating: 0, count: 16_385))]),
    ClientCase(
      "10.5.1: a header list above the limit", ends: "went over a limit",
      [head([(":status", "200"), ("x-a", String(repeating: "b", count: 16_300)), ("x-b", "c")])]),
  ]
}

@Suite("Conformance of the client", .serialized, .timeLimit(.minutes(2)))
struct ClientConformanceTests {
  @Test("what a server sends ends the call as it must", arguments: ClientCase.all)
  func server(_ one: ClientCase) async throws {
    let listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let settings = RawFrame.encode(RawFrame.Kind.settings, 0, 0, [])
    async let served: Void = blocking { () async throws in
      RawServer.acceptAndWrite(listener, afterHeaders: 1, settings + one.frames, ends: false)
    }
    let client = try await ClientConnection.connect(to: listener.address, tls: nil, on: loop)
    let reason = "\(await client.call("/a").reason)"
    #expect(reason.contains(one.ends) && !reason.contains("the peer closed"), "\(one.rule): \(reason)")
    client.close()
    try await served
  }

  @Test("a response that was refused is not taken for an incomplete header block")
  func refusedIsComplete() async throws {
    let listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let refused = HeaderBlock.literals([(":status", "200"), ("X-a", "b")])
    let settings = RawFrame.encode(RawFrame.Kind.settings, 0, 0, [])
    let response = RawFrame.encode(RawFrame.Kind.headers, 4, 1, refused)
    async let served: Void = blocking { () async throws in
      RawServer.acceptAndWrite(listener, afterHeaders: 2, settings + response, ends: false)
    }
    var limits = HTTP2Limits.client
    limits.connection.stalledStreamTimeout = .milliseconds(500)
    let client = try await ClientConnection.connect(to: listener.address, tls: nil, on: loop, limits: limits)
    async let first = client.call("/a")
    async let other = client.call("/b")
    #expect("\(await first.reason)".contains("PROTOCOL_ERROR"))
    try await Task.sleep(for: .milliseconds(1_000))
    #expect(await onLoop(client) { $0.openStreamCount } == 1)
    client.close()
    #expect(!"\(await other.reason)".contains("incomplete"))
    try await served
  }
}
