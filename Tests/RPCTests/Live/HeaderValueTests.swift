import EventLoop
import RPC
import RawHTTP2
import Testing
import WireFormat

@Suite("Header values that are not ASCII", .timeLimit(.minutes(2)))
struct HeaderValueTests {
  /// Values as proxies write them: UTF-8, Latin-1, a tab inside, all bytes beyond ASCII.
  static let values: [[UInt8]] = [
    Array("São Paulo".utf8), [0x53, 0xE3, 0x6F], Array("a\tb".utf8), (0x80...0xFF).map { UInt8($0) },
  ]

  /// Sends an echo call with one more field by hand and answers what comes back.
  private func answer(_ client: RawClient, _ stream: UInt32, _ name: String, _ value: [UInt8]) throws -> RawResponse {
    let head = HeaderBlock.request(
      "/test.Echo/Context", [("content-type", "application/grpc"), ("te", "trailers")])
    client.headers(stream, head + HeaderBlock.literal(Array(name.utf8), value), endStream: false)
    client.data(stream, [0, 0, 0, 0, 0], endStream: true)
    return try client.answer(stream)
  }

  @Test("a server answers a call whatever a proxy has added", arguments: ["x-geo-city", "user-agent", "x-geo-bin"])
  func server(name: String) async throws {
    try await LiveServer.run { live async throws in
      guard case .tcp(_, let port) = live.endpoint else { return }
      let client = try RawClient(port: port)
      try client.settle()
      var stream: UInt32 = 1
      for value in Self.values {
        #expect(try answer(client, stream, name, value)["grpc-status"] == "0")
        stream += 2
      }
      guard name == "user-agent" else { return }
      let read = live.probe.notes.filter { $0.hasPrefix("user-agent") }
      #expect(read.count == 4 && read[1].contains("São") && read[2].contains("a\\tb"))
    }
  }

  @Test("a client reads an answer whatever a proxy has added to its headers or trailers")
  func client() async throws {
    for value in Self.values {
      for name in ["x-geo-city", "x-geo-bin"] {
        let server = try ScriptedServer { event in
          switch event {
          case .connected: .send(ServerFrame.settings)
          case .opened: .send([])
          case .finished(let stream, _): .send(Self.reply(stream, HeaderBlock.literal(Array(name.utf8), value)))
          }
        }
        defer { server.stop() }
        let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port))
        defer { channel.close() }
        let response: UnaryResponse<Payload> = try await channel.unaryResponse(
          EchoService.method("Unary", .unary), Payload())
        for metadata in [response.initialMetadata, response.trailingMetadata] {
          #expect(metadata.entries.count == (name == "x-geo-city" ? 1 : 0))
          if value.count == 3, name == "x-geo-city", value[1] == 0xE3 { #expect(metadata[name] == "São") }
        }
      }
    }
  }

  /// A reply of an empty message with one field more in its headers and in its trailers.
  private static func reply(_ stream: UInt32, _ field: [UInt8]) -> [UInt8] {
    let head = HeaderBlock.literals([(":status", "200"), ("content-type", "application/grpc")])
    return RawFrame.encode(RawFrame.Kind.headers, 4, stream, head + field)
      + RawFrame.encode(RawFrame.Kind.data, 0, stream, [0, 0, 0, 0, 0])
      + RawFrame.encode(RawFrame.Kind.headers, 5, stream, HeaderBlock.literals([("grpc-status", "0")]) + field)
  }
}
