import Foundation
import Testing

/// What the documents tell a reader to type.
@Suite("the documents", .timeLimit(.minutes(5)))
struct DocumentationTests {
  private static func commands(in document: String) throws -> [String] {
    commands(of: try String(contentsOf: ProgramRun.root.appending(path: document), encoding: .utf8))
  }

  private static func commands(of text: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
      String($0.split(separator: "#")[0]).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test("name make targets that exist")
  func makeTargets() async throws {
    let targets = try Self.commands(in: "README.md").filter { $0.hasPrefix("make ") }
    #expect(targets.count >= 3)
    for command in targets {
      let arguments = command.split(separator: " ").dropFirst().map(String.init)
      let run = try await ProgramRun.run(URL(filePath: "/usr/bin/make"), ["-n"] + arguments)
      #expect(run.status == 0, "\(command): \(run.errors)")
    }
  }

  @Test("name commands that work as written")
  func programs() async throws {
    let commands = try Self.commands(in: "README.md").filter { $0.hasPrefix(".build/release/") }
      .filter { try !Self.ofSandbox().contains($0) }
    #expect(commands.count >= 3)
    let store = try await SmallCity.copy()
    let region = try await ProgramRun.spots("init", "--region", "jakarta", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(region.status == 0, "\(region.errors)")
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    let scopes = "behavior:read,personality:read,influence:read,ingest:write,consent:write"
    let key = try await server.makeKey(plan: "prod", scopes: scopes)
    let live = try SmallCity.folder().appending(path: "live.db").path
    for command in commands {
      let built = command.replacing(".build/release", with: ProgramRun.programs.path)
        .replacing("sqlite:.spots/simcity.db", with: "sqlite:\(server.store)")
        .replacing("sqlite:.spots/jakarta.db", with: "sqlite:\(live)")
      let isLocal = ["--store", " compare ", " knot ", " compatibility ", " privacy "].contains { built.contains($0) }
      let here = "mkdir -p .spots && " + (isLocal ? built : built + " --endpoint \(server.endpoint)")
      let run = try await ProgramRun.run(
        URL(filePath: "/bin/bash"), ["-c", here], environment: ["SPOTS_KEY": key])
      // A comparison may find the second run slower, or too much to do on the machine.
      let allowed: ClosedRange<Int32> = built.contains(" compare ") ? 0...2 : 0...0
      #expect(allowed.contains(run.status), "\(command): \(run.errors)")
    }
  }

  /// What a reader is told to type who has no data.
  private static func ofSandbox() throws -> [String] {
    let text = try String(contentsOf: ProgramRun.root.appending(path: "README.md"), encoding: .utf8)
    let section = text.components(separatedBy: "\n## The sandbox\n").last?.components(separatedBy: "\n## ").first ?? ""
    return Array(commands(of: section).prefix { !$0.contains("--expires") })
  }

  @Test("show the sandbox, from a store without data to an error that is asked for")
  func sandbox() async throws {
    let store = try SmallCity.folder().appending(path: "sandbox.db").path
    let commands = try Self.ofSandbox().map {
      $0.replacing(".build/release", with: ProgramRun.programs.path).replacing(
        "sqlite:.spots/sandbox.db", with: "sqlite:\(store)")
    }
    try #require(commands.count == 6 && commands[1].hasSuffix(" &") && commands[2].hasPrefix("export SPOTS_KEY="))
    func run(_ command: String, key: String = "") async throws -> ProgramRun {
      try await ProgramRun.run(URL(filePath: "/bin/bash"), ["-c", command], environment: ["SPOTS_KEY": key])
    }
    let made = try await run(commands[0])
    try #require(made.status == 0, "\(made.errors)")
    // On a port of its own, with what the document names beside.
    let server = try await RunningServer(store: store)
    let key = try await run(commands[2] + " && echo $SPOTS_KEY").output.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(key.hasPrefix("spots_test_acme_"))
    for command in commands[3..<5] {
      let called = try await run("\(command) --endpoint \(server.endpoint)", key: key)
      #expect(called.status == 0 && called.output.contains("tech_enthusiasts_25_35_sf"), "\(command): \(called.errors)")
    }
    let failed = try await run("\(commands[5]) --endpoint \(server.endpoint)", key: key)
    #expect(failed.status == 1 && failed.errors.contains("RESOURCE_EXHAUSTED"), "\(failed.errors)")
  }

  @Test("show calls without gRPC, by curl and over both versions of HTTP", arguments: ["--http2", "--http1.1"])
  func curl(version: String) async throws {
    let commands = try Self.commands(in: "README.md").filter { $0.hasPrefix("curl -s ") }
    try #require(commands.count == 4)
    let store = try await SmallCity.copy()
    let server = try await RunningServer(store: store)
    let key = try await server.makeKey(plan: "test")
    for command in commands {
      let called = command.replacing("localhost:8443", with: server.endpoint.replacing("127.0.0.1", with: "localhost"))
        .replacing("curl -s ", with: "curl -s \(version) --fail ")
      let run = try await ProgramRun.run(URL(filePath: "/bin/bash"), ["-c", called], environment: ["SPOTS_KEY": key])
      #expect(run.status == 0 && run.output.contains("simulated"), "\(command): \(run.errors)")
    }
  }

  @Test("make the stubs of the connector in Python as written")
  func stubs() async throws {
    let commands = try Self.commands(in: "README.md").filter { $0.hasPrefix(".venv/") }
    #expect(commands.count == 1)
    let module = ProgramRun.root.appending(path: ".spots/spots/enrichment/v1/service_pb2_grpc.py")
    try? FileManager.default.removeItem(at: module)
    for command in commands {
      let run = try await ProgramRun.run(URL(filePath: "/bin/bash"), ["-c", "mkdir -p .spots && " + command])
      #expect(run.status == 0 && FileManager.default.fileExists(atPath: module.path), "\(run.errors)")
    }
  }

  @Test("what `make demo` runs ends with the tour, tells no command for a server that has stopped, and leaves no key")
  func demo() async throws {
    let store = try await SmallCity.copy()
    let town = try await ProgramRun.spots("init", "--region", "town", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(town.status == 0, "\(town.errors)")
    let demo = try await ProgramRun.run(
      ProgramRun.root.appending(path: ".ci/serve"),
      ["--listen", "127.0.0.1:0", "--store", store, "--bin", ProgramRun.programs.path])
    #expect(demo.status == 0, "\(demo.errors)")
    #expect(demo.output.contains("\n8. EnrichRealTime") && !demo.output.contains("SPOTS_KEY"))
    let counted = demo.output.components(separatedBy: "rows of town, the operator sees").dropFirst().map { text in
      text.prefix { $0 != "\n" }.trimmingCharacters(in: .whitespaces)
    }
    #expect(counted == ["0 before, 1 after", "1 before, 1 after", "0"])
    #expect(demo.output.contains("\n12. Forget"))
    let keys = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(store)")
    #expect(keys.output.contains("revoked") && !keys.output.contains("valid"), "\(keys.output)")
  }

  @Test("name every room there is")
  func rooms() throws {
    let text = try String(contentsOf: ProgramRun.root.appending(path: "Sources/README.md"), encoding: .utf8)
    let rooms = try FileManager.default.contentsOfDirectory(atPath: ProgramRun.root.appending(path: "Sources").path)
      .filter { $0 != "README.md" }
    for room in rooms { #expect(text.contains("`\(room)`"), "\(room) is not in Sources/README.md") }
  }
}
