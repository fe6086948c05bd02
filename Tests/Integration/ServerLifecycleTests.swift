import Foundation
import Testing

@Suite("the server process", .timeLimit(.minutes(5)))
struct ServerLifecycleTests {
  @Test("ends with exit code 0 when it is asked to, however early")
  func drains() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), arguments: ["--drain", "1s"])
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    #expect(try server.log().contains("draining"))
  }

  @Test("ends open sessions with UNAVAILABLE at the bound, having told them")
  func drainsOpenSessions() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), arguments: ["--drain", "1s"])
    let run = try await PythonClientTests.run("drain_calls", against: server)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try await server.waitForExit() == 0)
  }

  @Test("an IPv6 address is told in brackets, and a client reaches it as it is told")
  func listensOnIPv6() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), listen: "[::1]:0")
    #expect(server.endpoint.hasPrefix("[::1]:"))
    let key = try await server.makeKey()
    let call = try await ProgramRun.spots(
      "segments", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    #expect(call.status == 0, "\(call.errors)")
  }

  @Test("a second process on the same store is refused with exit code 75")
  func storeIsLocked() async throws {
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let second = try await ProgramRun.spots("simulate", "--people", "10", "--store", "sqlite:\(store)")
    #expect(second.status == 75)
    #expect(second.errors.contains("in use"))
    #expect(server.isRunning)
  }

  @Test("a key made while the server runs works at once, and is refused soon after it was revoked")
  func keyLifecycle() async throws {
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let key = try await server.makeKey()
    func call() async throws -> ProgramRun {
      try await ProgramRun.spots("segments", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    }
    #expect(try await call().status == 0)
    let keyID = String(key.split(separator: "_")[3].prefix(12))
    #expect(try await ProgramRun.spots("keys", "revoke", keyID, "--store", "sqlite:\(store)").status == 0)
    // The server hears of it within a second of its own; how long a busy machine takes for that is not its affair.
    var refused = try await call()
    let end = ContinuousClock.now + .seconds(60)
    while refused.status == 0, ContinuousClock.now < end { refused = try await call() }
    #expect(refused.status == 1)
    #expect(refused.errors.lowercased().contains("unauthenticated"))
    #expect(!(try server.log()).contains(key), "a key stands in the log")
  }

  @Test("what was acknowledged before a kill is there after the restart")
  func survivesKill() async throws {
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let key = try await server.makeKey()
    try await server.killAtOnce()
    let again = try await RunningServer(store: store)
    let call = try await ProgramRun.spots("segments", "--endpoint", again.endpoint, environment: ["SPOTS_KEY": key])
    #expect(call.status == 0)
    #expect(call.output.contains(SmallCity.segment))
  }

  @Test("the tour takes every step")
  func tour() async throws {
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let key = try await server.makeKey()
    let tour = try await ProgramRun.spots("tour", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    #expect(tour.status == 0, "\(tour.errors)")
    for step in 1...6 { #expect(tour.output.contains("\n\(step). ")) }
    #expect(tour.output.contains("simulated"))
  }

  @Test("the key that is given goes before that of the environment, in the calls and in what the tour prints")
  func givenKey() async throws {
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let key = try await server.makeKey()
    let tour = try await ProgramRun.spots(
      "tour", "--endpoint", server.endpoint, "--key", key, environment: ["SPOTS_KEY": "of nobody"])
    #expect(tour.status == 0, "\(tour.errors)")
    #expect(tour.output.contains("export SPOTS_KEY=\(key)\n") && !tour.output.contains("of nobody"))
  }
}
