import Foundation
import Testing

/// What the system or a stranger does to a server.
@Suite("a server in trouble", .timeLimit(.minutes(5)))
struct FaultTests {
  @Test(
    "out of descriptors because a stranger holds connections, goes on answering honest callers of the same address",
    arguments: ["", "160301"])
  func descriptors(hello: String) async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), loops: 2, descriptors: 128)
    let key = try await server.makeKey(plan: "prod")
    let endpoint = server.endpoint
    let attack = Task {
      try await ProgramRun.run(
        URL(filePath: "/usr/bin/python3"),
        ["Tests/Integration/python/hold_connections.py", endpoint, "400", "12", hello])
    }
    try await Task.sleep(for: .seconds(2))
    for number in 0..<8 {
      let call = try await ProgramRun.spots("segments", "--endpoint", endpoint, environment: ["SPOTS_KEY": key])
      #expect(call.status == 0, "call \(number): \(call.errors)")
    }
    let held = try await attack.value
    #expect(held.status == 0 && (Int(held.output.trimmingCharacters(in: .newlines)) ?? 0) > 400, "\(held)")
    #expect(server.isRunning)
    let after = try await ProgramRun.spots("segments", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    #expect(after.status == 0, "\(after.errors)")
    server.terminate()
    #expect(try await server.waitForExit() == 0)
  }

  @Test("a second server on the same port is refused, whatever its store")
  func portInUse() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), loops: 2)
    let error = await #expect(throws: RunningServer.NotStarted.self) {
      _ = try await RunningServer(store: try await SmallCity.copy(), loops: 2, listen: server.endpoint)
    }
    #expect(error?.description.contains("listen on \(server.endpoint): Address already in use") == true)
  }

  @Test("a link to a store that is served does not open it a second time")
  func linkedStore() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let link = try SmallCity.folder().appending(path: "link.db").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: server.store)
    let released = try await ProgramRun.spots("simulate", "--people", "10", "--store", "sqlite:\(link)")
    #expect(released.status == 75 && released.errors.contains("in use"), "\(released.errors)")
    // What goes through the server's socket finds it by the link, too.
    let keys = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(link)")
    #expect(keys.status == 0, "\(keys.errors)")
  }

  @Test("asked to stop before it listens ends in order, with exit code 0")
  func earlyStop() async throws {
    for _ in 0..<5 {
      let store = try await SmallCity.copy()
      let process = Process()
      let errors = try OutputFile()
      process.executableURL = ProgramRun.programs.appending(path: "spotsd")
      process.currentDirectoryURL = ProgramRun.root
      process.arguments = [
        "--listen", "127.0.0.1:0", "--cert", "certs/server.pem", "--key", "certs/server.key", "--store",
        "sqlite:\(store)",
      ]
      (process.standardOutput, process.standardError) = (errors.handle, errors.handle)
      try process.run()
      while process.isRunning, !FileManager.default.fileExists(atPath: store + ".lock") {
        try await Task.sleep(for: .milliseconds(1))
      }
      process.terminate()
      while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
      let said = try errors.text()
      #expect(process.terminationReason == .exit && process.terminationStatus == 0, "\(said)")
    }
  }

  @Test("whose store is taken away acknowledges nothing, says so in its log, and is not ready")
  func storeIsGone() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let key = try await server.makeKey()
    try FileManager.default.removeItem(atPath: server.store)
    let time = ISO8601DateFormatter().string(from: Date())
    let event = "{\"event_id\":\"a\",\"kind\":\"EVENT_KIND_VISIT\",\"time\":\"\(time)\",\"venue_category\":\"coffee\"}"
    let call = try await ProgramRun.spots(
      "call", "RecordActions", "{\"action\":{\"subject\":\"7\",\"event\":\(event)}}",
      "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    #expect(call.status != 0 && call.output.isEmpty && call.errors.contains("UNAVAILABLE"), "\(call.errors)")
    let end = Date().addingTimeInterval(30)
    while Date() < end, !(try server.log()).contains("not ready: the store cannot be written") {
      try await Task.sleep(for: .milliseconds(100))
    }
    let log = try server.log()
    #expect(log.contains("not ready: the store cannot be written"))
    #expect(log.contains("was removed or replaced"))
  }

  @Test("raises its limit of descriptors to what it is allowed, before it reckons how many connections it can hold")
  func raisesDescriptors() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy(), descriptors: 256, softDescriptors: 40)
    let limits = try String(contentsOfFile: "/proc/\(server.processID)/limits", encoding: .utf8)
    let line = limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }
    #expect(line?.split(separator: " ").dropFirst(3).prefix(2) == ["256", "256"], "\(limits)")
    let key = try await server.makeKey(plan: "prod")
    // Under the limit it was started with there would be room for 8 that shake hands.
    let holding = try await ProgramRun.run(
      URL(filePath: "/usr/bin/python3"),
      ["Tests/Integration/python/open_connections.py", server.endpoint, "50"])
    #expect(holding.output.trimmingCharacters(in: .newlines) == "50", "\(holding.errors)")
    let call = try await ProgramRun.spots("segments", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    #expect(call.status == 0, "\(call.errors)")
  }
}
