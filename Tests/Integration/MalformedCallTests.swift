import Foundation
import Testing

@Suite("a malformed call", .timeLimit(.minutes(5)))
struct MalformedCallTests {
  private func curl(_ arguments: [String], endpoint: String) async throws -> ProgramRun {
    let port = endpoint.split(separator: ":").last.map(String.init) ?? ""
    return try await ProgramRun.run(
      URL(filePath: "/usr/bin/curl"),
      ["-sS", "--http2", "--max-time", "10", "--cacert", "certs/ca.pem", "-D", "-"] + arguments
        + ["https://localhost:\(port)/spots.enrichment.v1.EnrichmentService/GetRealWorldBehavior"])
  }

  @Test("of any shape is answered, over both versions of HTTP, and the server goes on")
  func curlCalls() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let get = try await curl([], endpoint: server.endpoint)
    #expect(get.output.hasPrefix("HTTP/2 415"), "\(get.output)\(get.errors)")
    let delete = try await curl(["-X", "DELETE"], endpoint: server.endpoint)
    #expect(delete.output.hasPrefix("HTTP/2 405"), "\(delete.output)\(delete.errors)")
    let plain = try await curl(["-d", "x=1"], endpoint: server.endpoint)
    #expect(plain.output.hasPrefix("HTTP/2 415"), "\(plain.output)\(plain.errors)")
    let garbage = try await curl(
      ["-H", "content-type: application/grpc", "-H", "te: trailers", "--data-binary", "not a frame"],
      endpoint: server.endpoint)
    #expect(garbage.output.contains("grpc-status"), "\(garbage.output)\(garbage.errors)")
    let http1 = try await ProgramRun.run(
      URL(filePath: "/usr/bin/curl"),
      [
        "-sS", "--http1.1", "--max-time", "10", "--cacert", "certs/ca.pem", "-D", "-", "-H",
        "content-type: application/grpc", "--data-binary", "not a frame",
        "https://localhost:\(server.endpoint.split(separator: ":")[1])/spots.enrichment.v1.EnrichmentService/ListSegments",
      ])
    #expect(http1.output.hasPrefix("HTTP/1.1 505"), "\(http1.output)\(http1.errors)")
    #expect(server.isRunning)
  }
}
