import EventLoop
import LoadTesting
import RPC
import RawHTTP2
import Testing

@Suite("Abuse", .timeLimit(.minutes(2)))
struct AbuseTests {
  @Test(
    "a server of ours stops it and answers an honest client",
    arguments: [
      "rapid-reset", "field-bomb", "ping-flood", "http1-slow-body", "http1-large-head", "http1-endless-extensions",
      "http1-chunk-crumbs", "http1-smuggling",
    ])
  func withstood(name: String) async throws {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]),
      services: [HealthService()])
    guard case .tcp(let host, let port)? = try await server.start().first?.endpoint else { return }
    defer { server.stop() }
    let assault = try #require(Assault.all.first { $0.name == name })
    let run = AssaultRun(port: port, isSecure: false, target: .plaintext(host: host, port: port))
    let outcome = try await run.run(assault)
    #expect(outcome.stop != nil && outcome.healthySeconds != nil, "\(outcome.line)")
  }

  @Test("an assault that is not stopped, or that keeps honest clients waiting, is told as failed")
  func failed() {
    let endless = AssaultOutcome(name: "x", stop: nil, seconds: 45, healthySeconds: 0.01)
    #expect(!endless.isWithstood && endless.line.hasPrefix("FAILED x: not stopped within 45.0 s"))
    let slow = AssaultOutcome(name: "x", stop: "closed", seconds: 1, healthySeconds: 1.5)
    #expect(!slow.isWithstood && slow.line.hasSuffix("an honest call took 1.5 s"))
    #expect(!AssaultOutcome(name: "x", stop: "closed", seconds: 1, healthySeconds: nil).isWithstood)
  }

  @Test("a server that is not there cannot be tried")
  func away() async {
    let run = AssaultRun(port: 1, isSecure: false, target: .plaintext(host: "127.0.0.1", port: 1), patience: 1)
    for assault in Assault.all.prefix(1) {
      await #expect(throws: RawFailure.self) { _ = try await run.run(assault) }
    }
  }

  @Test("a line tells how an assault ended, in milliseconds below a second")
  func lines() {
    let outcome = AssaultOutcome(name: "x", stop: "GOAWAY NO_ERROR", seconds: 0.0123, healthySeconds: 0.0005)
    #expect(outcome.isWithstood)
    #expect(outcome.line == "ok     x: stopped after 12.3 ms: GOAWAY NO_ERROR; an honest call took 0.5 ms")
    let silent = AssaultOutcome(name: "x", stop: "closed", seconds: 2, healthySeconds: nil)
    #expect(silent.line == "FAILED x: stopped after 2.0 s: closed; an honest call is not answered")
  }
}
