import EventLoop
import RPC
import RawHTTP2
import Testing

@Suite("Calls over HTTP/1.1", .timeLimit(.minutes(2)))
struct HTTP1CallTests {
  @Test("a gRPC call is told that its version of HTTP is not served, and the connection goes on")
  func refused() async throws {
    try await serve { server, port in
      let pipe = try SocketPipe(port: port)
      let fields = "Host: a\r\nContent-Type: application/grpc\r\nContent-Length: 5\r\n"
      _ = pipe.write(Array("POST /a/B HTTP/1.1\r\n\(fields)\r\n\0\0\0\0\0".utf8))
      let answer = String(decoding: try pipe.read() ?? [], as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 505 HTTP Version Not Supported\r\n"))
      #expect(answer.contains("This server speaks gRPC over HTTP/2"))
      _ = pipe.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      #expect(String(decoding: try pipe.read() ?? [], as: UTF8.self).hasPrefix("HTTP/1.1 405 Method Not Allowed\r\n"))
      #expect(server.counters.startedCalls == 0)
      #expect(server.counters.openConnections == 1)
    }
  }

  @Test("a server that does not offer it lets go of whoever speaks it")
  func notOffered() async throws {
    try await serve(offersHTTP1: false) { _, port in
      let pipe = try SocketPipe(port: port)
      _ = pipe.write(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      var all: [UInt8] = []
      while let more = try pipe.read() { all += more }
      #expect(!String(decoding: all, as: UTF8.self).contains("HTTP/1.1"))
    }
  }

  /// Serves on a port, and runs a body on a thread of its own, where it may wait for sockets.
  private func serve(offersHTTP1: Bool = true, _ body: (RPCServer, UInt16) throws -> Void) async throws {
    var configuration = ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)])
    configuration.offersHTTP1 = offersHTTP1
    let server = RPCServer(configuration: configuration, services: [])
    let port = try await server.start().first?.port ?? 0
    defer { server.stop() }
    let thread = try EventLoop.spawn(name: "raw")
    defer { thread.shutdown() }
    try await withTaskExecutorPreference(thread) { () async throws in try body(server, port) }
  }
}
