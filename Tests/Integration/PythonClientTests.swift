import Foundation
import Testing

/// Stock Python gRPC clients against a real server process.
@Suite("a stock Python gRPC client", .timeLimit(.minutes(5)))
struct PythonClientTests {
  @Test("calls every RPC over TLS", arguments: ["test_calls", "test_zones", "test_sessions", "test_refusals"])
  func pythonSuite(module: String) async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let run = try await Self.run(module, against: server)
    #expect(run.status == 0, "\(run.errors)")
    #expect(server.isRunning)
  }

  /// Runs a module of `python/` against a server, with fresh keys.
  static func run(
    _ module: String, against server: RunningServer, environment more: [String: String] = [:]
  ) async throws -> ProgramRun {
    let python = ProgramRun.root.appending(path: ".venv/bin/python")
    try #require(
      FileManager.default.fileExists(atPath: python.path), "no .venv: run `make test-dependencies` first")
    let environment = try await [
      "SPOTS_ENDPOINT": server.endpoint, "SPOTS_CA": "certs/ca.pem", "SPOTS_KEY": server.makeKey(plan: "prod"),
      "SPOTS_POC_KEY": server.makeKey(plan: "poc"), "SPOTS_SEGMENT": SmallCity.segment,
      "SPOTS_PID": "\(server.processID)",
      "PYTHONPATH": ProgramRun.root.appending(path: "Tests/Integration/python").path,
    ]
    return try await ProgramRun.run(
      python, ["-B", "-m", "unittest", module], environment: environment.merging(more) { $1 })
  }
}
