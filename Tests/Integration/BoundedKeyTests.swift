import Foundation
import Testing

/// Keys that are bounded when they are made, with real servers.
@Suite("keys with an end, addresses and limits of their own", .timeLimit(.minutes(5)))
struct BoundedKeyTests {
  /// A store with one live region and nobody in it.
  private func store() async throws -> String {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let made = try await ProgramRun.spots("init", "--region", "town", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(made.status == 0, "\(made.errors)")
    return store
  }

  private func key(_ store: String, _ options: String...) async throws -> String {
    let made = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      ["keys", "create", "--partner", "acme", "--env", "test", "--store", "sqlite:\(store)"] + options)
    try #require(made.status == 0, "\(made.errors)")
    return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func call(_ endpoint: String, key: String) async throws -> ProgramRun {
    try await ProgramRun.spots("segments", "--endpoint", endpoint, environment: ["SPOTS_KEY": key])
  }

  @Test("a key past its end is refused, also by a server that knew it before")
  func end() async throws {
    let server = try await RunningServer(store: try await store())
    let end = Date().addingTimeInterval(20)
    let key = try await key(server.store, "--expires", end.ISO8601Format())
    let listed = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(server.store)").output
    #expect(listed.contains("valid until \(end.ISO8601Format())"), "\(listed)")
    let before = try await call(server.endpoint, key: key)
    if Date() < end.addingTimeInterval(-1) { #expect(before.status == 0, "\(before.errors)") }
    while Date() < end { try await Task.sleep(for: .milliseconds(100)) }
    let after = try await call(server.endpoint, key: key)
    #expect(after.status == 1 && after.errors.contains("UNAUTHENTICATED"), "\(after.errors)")
    let again = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(server.store)").output
    #expect(again.contains("expired at \(end.ISO8601Format())"), "\(again)")
  }

  @Test("a key is refused from other addresses than its own, and not on the owner's socket")
  func addresses() async throws {
    let store = try await store()
    let abroad = try await key(store, "--allow", "203.0.113.0/24,2001:db8::/32")
    let server = try await RunningServer(store: store)
    let home = try await key(store, "--allow", "127.0.0.0/8")
    #expect(try await call(server.endpoint, key: home).status == 0)
    let refused = try await call(server.endpoint, key: abroad)
    #expect(refused.status == 1 && refused.errors.contains("PERMISSION_DENIED"), "\(refused.errors)")
    let owner = try await call("unix:\(store).sock", key: abroad)
    #expect(owner.status == 0, "\(owner.errors)")
    let listed = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(store)").output
    #expect(listed.contains("from 203.0.113.0/24,2001:db8::/32") && listed.contains("from 127.0.0.0/8"), "\(listed)")
  }

  @Test("limits of a key's own hold over two loops, and after a restart")
  func limits() async throws {
    let store = try await store()
    let key = try await key(store, "--limits", "day=4")
    for _ in 0..<2 {
      let server = try await RunningServer(store: store, loops: 2)
      var codes: [Int32] = []
      var last = ""
      // Each is a connection of its own.
      for _ in 0..<8 {
        let called = try await call(server.endpoint, key: key)
        codes.append(called.status)
        last = called.errors
      }
      #expect(codes.count { $0 == 0 } == 4 && last.contains("4 calls in 86400 s (day)"), "\(codes) \(last)")
      let listed = try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(store)").output
      #expect(listed.contains("valid  day=4"), "\(listed)")
      server.terminate()
      #expect(try await server.waitForExit() == 0)
    }
  }

  @Test("a server for one environment refuses keys of the others", arguments: ["poc", "prod", "test"])
  func environments(accepted: String) async throws {
    let store = try await store()
    let server = try await RunningServer(store: store, arguments: ["--env", accepted])
    for environment in ["poc", "prod", "test"] {
      let called = try await call(server.endpoint, key: try await server.makeKey(plan: environment))
      // Without data only the sandbox has an answer, but who is accepted is not told that the key is wrong.
      #expect(called.errors.contains("UNAUTHENTICATED") == (environment != accepted), "\(called.errors)")
      if environment == "test", accepted == "test" { #expect(called.status == 0) }
    }
  }

  @Test(
    "what a key cannot be bounded by is refused with what is allowed, by a server and without one",
    arguments: [
      (["--expires", "yesterday"], "allowed are a length of time such as 90d or 12h"),
      (["--expires", "2001-01-01"], "a time to come"), (["--expires", "0d"], "a time to come"),
      (["--expires", "9999d"], "3650 days from now"), (["--expires=-1d"], "allowed are"),
      (["--limits", "hour=3"], "allowed are burst, minute and day"), (["--limits", "burst=0"], "allowed are burst"),
      (["--limits", "burst=1,burst=2"], "each once"), (["--limits", ""], "allowed are burst"),
      (["--limits", "burst=200001"], "1 to 200000"), (["--allow", "203.0.113.1/24"], "no bit set behind its prefix"),
      (["--allow", "office"], "an address or a range"), (["--allow", ""], "an address or a range"),
      (["--scopes", "consent:write"], "in the sandbox"), (["--namespace", "spots"], "which knows nobody"),
      (["--env", "staging"], "poc, prod or test"),
    ])
  func refused(options: [String], allowed: String) async throws {
    let store = try await store()
    func refusal() async throws -> ProgramRun {
      try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots"),
        ["keys", "create", "--partner", "acme", "--store", "sqlite:\(store)"]
          + (options[0] == "--env" ? [] : ["--env", "test"]) + options)
    }
    let alone = try await refusal()
    #expect(alone.status == 64 && alone.errors.contains(allowed), "\(alone.errors)")
    let server = try await RunningServer(store: store)
    let told = try await refusal()
    #expect(told.status == 64 && told.errors.contains(allowed), "\(told.errors)")
    #expect(try await ProgramRun.spots("keys", "list", "--store", "sqlite:\(store)").output.isEmpty)
    withExtendedLifetime(server) {}
  }
}
