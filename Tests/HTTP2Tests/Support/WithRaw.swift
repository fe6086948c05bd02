import HTTP2
import RawHTTP2
import Transport

/// A server with these limits and a raw client that has begun.
func withRaw(
  _ change: (inout HTTP2Limits) -> Void = { _ in }, _ body: (TestServer, RawClient) async throws -> Void
) async throws {
  var limits = HTTP2Limits.server
  change(&limits)
  let server = try TestServer(limits: limits)
  defer { server.stop() }
  try await blocking {
    let client = try RawClient(port: server.port)
    client.begin()
    try await body(server, client)
  }
}
