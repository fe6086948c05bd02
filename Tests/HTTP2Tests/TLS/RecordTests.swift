import RawHTTP2
import Testing

@Suite("TLS records", .timeLimit(.minutes(2)))
struct RecordTests {
  @Test("what a full socket does not take follows in order", arguments: [false, true])
  func fullSocket(_ secure: Bool) async throws {
    let server = try TestServer(secure: secure)
    defer { server.stop() }
    let total = 12_000_000
    let body = try await blocking { () async throws in
      let client =
        secure ? try RawClient(port: server.port, tls: RawTLS()) : try RawClient(port: server.port)
      // Windows so wide that the socket alone holds the server back: it has room for some megabytes.
      try client.settle(settings: [(4, 0x7FFF_FFFF)])
      client.send(RawFrame.Kind.windowUpdate, RawFrame.number(0x7FFF_0000))
      client.request(1, "/large/\(total)")
      var body: [UInt8] = []
      while let frame = try client.next(), frame.stream != 1 || frame.flags & RawFrame.Flag.endStream == 0 {
        if frame.type == RawFrame.Kind.data { body += frame.payload }
      }
      return body
    }
    #expect(body.count == total)
    let wrong = stride(from: 0, to: body.count, by: 10_000).first { start in
      let expected = UInt8(truncatingIfNeeded: total - start)
      return body[start..<min(start + 10_000, body.count)].contains { $0 != expected }
    }
    #expect(wrong == nil)
  }
}
