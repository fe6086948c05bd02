import Foundation
import Testing

/// Sessions of the enrichment service under load, and under cuts.
@Suite("load of sessions", .timeLimit(.minutes(5)))
struct SessionLoadTests {
  @Test("every event of a session is answered, after a cut and in a second run too, and its bytes are counted")
  func sessions() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let key = try await server.makeKey(plan: "prod")
    for _ in 0..<2 { try await Self.check(server, key) }
  }

  @Test("a session outlives its killed client, and a second stream with its token takes it over")
  func cuts() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let run = try await PythonClientTests.run("cut_sessions", against: server)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("two thousand idle sessions take little memory, and give it back when they end")
  func idle() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), loops: 2)
    let run = try await PythonClientTests.run("idle_sessions", against: server)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test("three hundred sessions that are cut and resumed in a few seconds cost nobody the connection")
  func manyCuts() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let key = try await server.makeKey(plan: "prod")
    let result = OutputFile.temporary
    defer { try? FileManager.default.removeItem(at: result) }
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots-load"),
      [
        "--endpoint", server.endpoint, "--segment", SmallCity.segment, "--session", "--count", "300",
        "--concurrency", "16", "--events", "6", "--cut-after", "5", "--warmup", "0s", "--json", result.path,
      ], environment: ["SPOTS_KEY": key])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: result)) as? [String: Any])
    #expect(report["succeeded"] as? String == "300")
    let traffic = try #require(report["traffic"] as? [String: Any])
    #expect(traffic["connects"] as? String == "1" && traffic["reconnects"] as? String == "0", "\(traffic)")
    for name in ["goaways", "resets"] { #expect((traffic[name] as? [String: Any])?.isEmpty == true, "\(traffic)") }
  }

  private static func check(_ server: RunningServer, _ key: String) async throws {
    let result = OutputFile.temporary
    defer { try? FileManager.default.removeItem(at: result) }
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots-load"),
      [
        "--endpoint", server.endpoint, "--ca", "certs/ca.pem", "--segment", SmallCity.segment, "--session",
        "--count", "4", "--concurrency", "2", "--events", "5", "--cut-after", "3", "--warmup", "0s",
        "--json", result.path,
      ], environment: ["SPOTS_KEY": key])
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: result)) as? [String: Any])
    #expect(report["succeeded"] as? String == "4")
    #expect((report["message_latency"] as? [String: Any])?["count"] as? String == "20")
    let traffic = try #require(report["traffic"] as? [String: Any])
    // Two opens, five events and a close in each session; an answer to all but the close.
    #expect(Int(traffic["message_bytes_sent"] as? String ?? "0") ?? 0 > 4 * 5 * 20)
    #expect(Int(traffic["message_bytes_received"] as? String ?? "0") ?? 0 > 4 * 5 * 100)
  }
}

extension OutputFile {
  /// A place for a file that a program writes.
  fileprivate static var temporary: URL {
    FileManager.default.temporaryDirectory.appending(path: "spots-load-\(UUID().uuidString).json")
  }
}
