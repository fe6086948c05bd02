import Foundation
import Testing

@Suite("the server process", .timeLimit(.minutes(5)))
struct ServerLifecycleTests {
  @Test("a private key that others can read is refused before anything listens, with advice")
  func exposedKey() async throws {
    let key = try SmallCity.folder().appending(path: "server.key").path
    try FileManager.default.copyItem(atPath: ProgramRun.root.appending(path: "certs/server.key").path, toPath: key)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spotsd"),
      [
        "--listen", "127.0.0.1:0", "--cert", "certs/server.pem", "--key", key, "--store",
        "sqlite:\(try await SmallCity.copy())",
      ])
    #expect(run.status == 78 && run.output.isEmpty, "\(run.status)")
    #expect(run.errors.contains("\(key) can be used by others (mode 644); chmod 600 \(key)"), "\(run.errors)")
  }

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

  @Test("stops within its bound although nobody reads what it logs")
  func unreadLog() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), readsLog: false)
    let key = try await server.makeKey(plan: "prod")
    let load = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots-load"),
      ["--endpoint", server.endpoint, "--ca", "certs/ca.pem", "--count", "2000", "--warmup", "0s"],
      environment: ["SPOTS_KEY": key])
    try #require(load.status == 0, "\(load.errors)")
    server.terminate()
    #expect(try await server.waitForExit() == 0)
  }

  @Test("stops within its bound although a reader of a session and one of a catalogue do not read")
  func unreadReplies() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), arguments: ["--drain", "4s"])
    let key = try await server.makeKey(plan: "prod")
    let segment = "{\"segment_id\":\"\(SmallCity.segment)\"}"
    let products = (0..<5_000).map { "{\"product_id\":\"p\($0)\",\"category\":\"games\",\"price\":\"budget\"}" }
    let time = ISO8601DateFormatter().string(from: Date())
    let events = (0..<2_000).map {
      "{\"event\":{\"event_id\":\"e\($0)\",\"kind\":\"EVENT_KIND_VISIT\",\"time\":\"\(time)\",\"venue_category\":\"coffee\"}}"
    }
    let callers = try [
      UnreadCall(
        "EnrichProducts", "{\"user_segment\":\(segment),\"products\":[\(products.joined(separator: ","))]}",
        endpoint: server.endpoint, key: key),
      UnreadCall(
        "EnrichRealTime", (["{\"open\":{\"segment\":\(segment)}}"] + events).joined(separator: "\n"),
        endpoint: server.endpoint, key: key),
    ]
    for caller in callers { try await caller.waitForReplies() }
    try await Task.sleep(for: .seconds(1))
    let asked = ContinuousClock.now
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    // A stream that nobody reads is given up after 30 s; a machine under load may take its time for the rest.
    #expect(ContinuousClock.now - asked < .seconds(20))
  }
}

/// A call by `spots call` whose output nobody reads.
private final class UnreadCall {
  private let process = Process()
  private let output = Pipe()

  init(_ method: String, _ input: String, endpoint: String, key: String) throws {
    let file = try SmallCity.folder().appending(path: "input")
    try Data(input.utf8).write(to: file)
    process.executableURL = ProgramRun.programs.appending(path: "spots")
    process.currentDirectoryURL = ProgramRun.root
    process.arguments = ["call", method, "--endpoint", endpoint]
    process.environment = ProcessInfo.processInfo.environment.merging(["SPOTS_KEY": key]) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    try process.run()
  }

  /// Waits until the pipe of the output is full.
  func waitForReplies() async throws {
    var waiting: Int32 = 0
    while waiting < 60_000 {
      try #require(process.isRunning)
      try await Task.sleep(for: .milliseconds(20))
      _ = ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &waiting)
    }
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }
}
