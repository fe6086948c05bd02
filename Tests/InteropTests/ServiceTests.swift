import Foundation
import Testing

@Suite("Health and reflection of a server", .timeLimit(.minutes(5)))
struct ServiceTests {
  @Test("satisfy grpcio's own clients, to the end of the server")
  func grpcio() async throws {
    let server = try await ServingProgram.interopServer()
    let run = try await ProgramRun.run(
      Place.python(),
      ["-B", Place.script("test_services"), "127.0.0.1:\(server.port)", Place.authority, "\(server.processID)"])
    #expect(run.status == 0, "\(run.output)")
    #expect(try await server.exitCode() == 0)
  }
}
