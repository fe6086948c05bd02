import EventLoop
import Glibc
import HTTP2
import RPC
internal import Transport
import WireFormat

/// The server that is measured: one loop, the default limits, one method that answers and one that waits.
enum MemoryServer {
  /// Serves until its standard input ends; prints its port.
  static func run(certificate: String, key: String) async throws {
    var http2 = HTTP2Limits.server
    http2.connection.maxConnections = 20_000
    let configuration = ServerConfiguration(
      listeners: [.tls(host: "127.0.0.1", port: 0, certificate: certificate, key: key)], http2: http2, name: "memory")
    let server = RPCServer(configuration: configuration, services: [IdleService()])
    let port = try await server.start().first?.port ?? 0
    print(port)
    fflush(nil)
    while getchar() != EOF {}
    server.stop()
  }
}

private struct IdleService: RPCService {
  let serviceName = "bench.Idle"
  var methods: [RPCMethod] { [.unary("Answer", answer), .bidirectional("Wait", wait)] }

  func answer(_ request: GoogleProtobufAny, context: ServerContext) async throws -> Reply<GoogleProtobufAny> {
    Reply(request)
  }

  func wait(
    _ requests: RequestStream<GoogleProtobufAny>, replies: ReplyWriter<GoogleProtobufAny>, context: ServerContext
  ) async throws {
    for try await request in requests { try await replies.write(request) }
  }
}
