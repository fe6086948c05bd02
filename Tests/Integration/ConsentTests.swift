import Foundation
import Testing

/// People of SPOTS against a real server process: what they agree to, and that they are forgotten.
@Suite("people of SPOTS and a running server", .timeLimit(.minutes(5)))
struct ConsentTests {
  private static let scopes = "consent:write,ingest:write,behavior:read,personality:read,influence:read"

  /// The small city, with a live region beside it.
  private static func store() async throws -> String {
    let store = try await SmallCity.copy()
    let made = try await ProgramRun.spots("init", "--region", "town", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(made.status == 0, "\(made.errors)")
    return store
  }

  @Test("a stock gRPC client registers a person, sets consent, records, exports and forgets")
  func wholeLife() async throws {
    let server = try await RunningServer(store: try await Self.store(), arguments: ["--release-schedule", "off"])
    let app = try await server.makeKey(plan: "prod", namespace: "spots", scopes: Self.scopes)
    let run = try await PythonClientTests.run("test_consent", against: server, environment: ["SPOTS_KEY": app])
    #expect(run.status == 0, "\(run.errors)")
    #expect(server.isRunning)
  }

  @Test("the commands register, grant, show, export and forget; the operator sees the rows counted")
  func commands() async throws {
    let server = try await RunningServer(store: try await Self.store(), arguments: ["--release-schedule", "off"])
    let app = try await server.makeKey(namespace: "spots", scopes: Self.scopes)
    func spots(_ arguments: String...) async throws -> ProgramRun {
      try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots"), arguments + ["--endpoint", server.endpoint],
        environment: ["SPOTS_KEY": app])
    }
    #expect(
      try await spots("person", "put", "ann", "--region", "town").output == "registered in town, age band unknown\n")
    let granted = try await spots("person", "consent", "ann", "--grant", "behavior,affinity")
    #expect(granted.output.hasPrefix("agrees to: behavior, affinity\n") && granted.output.contains("of acme"))
    let time = ISO8601DateFormatter().string(from: Date())
    let event = "{\"event_id\":\"e1\",\"kind\":\"EVENT_KIND_VISIT\",\"time\":\"\(time)\",\"venue_category\":\"coffee\"}"
    let recorded = try await spots("call", "RecordActions", "{\"action\":{\"subject\":\"ann\",\"event\":\(event)}}")
    #expect(recorded.status == 0, "\(recorded.errors)")
    #expect(try await spots("person", "export", "ann").output.contains("You visited a place of the kind coffee"))
    #expect(try await Self.line("town", in: server.store) == ["town", "UTC", "live", "1", "1", "1"])
    let forgotten = try await spots("person", "forget", "ann")
    #expect(forgotten.output.contains(": done\n") && forgotten.output.contains("1 visits and actions deleted"))
    #expect(try await Self.line("town", in: server.store) == ["town", "UTC", "live", "0", "0", "0"])
  }

  @Test("a server killed while it forgets is followed by one that finishes by itself")
  func killed() async throws {
    let store = try await Self.storeOfShore()
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    let app = try await server.makeKey(plan: "prod", namespace: "spots", scopes: Self.scopes)
    let (environment, endpoint) = (["SPOTS_KEY": app], server.endpoint)
    async let asking = ProgramRun.spots("person", "forget", "ann", "--endpoint", endpoint, environment: environment)
    let end = ContinuousClock.now + .seconds(60)
    while try await Self.line("shore", in: store)[3] == "2" { try #require(ContinuousClock.now < end) }
    try await server.killAtOnce()
    let asked = try await asking
    let again = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    // Unless the answer was there before the end came.
    if asked.status != 0 { #expect(try await again.logs("forgot 1 people")) }
    let receipt = try await ProgramRun.spots(
      "person", "forget", "ann", "--endpoint", again.endpoint, environment: environment)
    #expect(
      receipt.output.contains(": done\n") && receipt.output.contains("\(Self.rows) visits and actions deleted"),
      "\(asked.status) \(asked.output)\(receipt.output)")
  }

  /// Visits of the one person who takes long to forget.
  private static let visits = 40_000
  /// What is deleted: the visits, and the adoption of the one place that they go to.
  private static let rows = visits + 1

  /// The small city, with a region beside it where `ann` has many visits and `bob` one.
  private static func storeOfShore() async throws -> String {
    let store = try await SmallCity.copy()
    let now = Int(Date().timeIntervalSince1970)
    let rows = (1...visits).map { "ann,c,\(now - 40 * $0)\n" }
    let files = [
      "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\n",
      "checkins.csv": "user_id,venue_id,time\n" + rows.joined() + "bob,c,\(now - 60)\n",
    ]
    let folder = try SmallCity.folder()
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let imported = try await ProgramRun.spots(
      "import", "folder", folder.path, "--region", "shore", "--tz", "UTC", "--consent", "all", "--store",
      "sqlite:\(store)")
    try #require(imported.status == 0, "\(imported.errors)")
    return store
  }

  /// What the operator is shown of a region: its id, time zone, where its rows end, people, those who agree, and rows.
  private static func line(_ region: String, in store: String) async throws -> [String] {
    let run = try await ProgramRun.spots("regions", "--store", "sqlite:\(store)")
    try #require(run.status == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    return try #require(lines.first { $0.first == region })
  }

  @Test("an import says how many rows of who was forgotten it left out")
  func leftOut() async throws {
    let store = try await Self.store()
    let now = Int(Date().timeIntervalSince1970)
    let folder = try SmallCity.folder()
    for (name, text) in [
      "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\nm,Arts & Entertainment>Museum\n",
      "checkins.csv": "user_id,venue_id,time\n" + (1...9).map { "ann,c,\(now - 60 * $0)\n" }.joined()
        + "bob,m,\(now - 60)\n",
      "friendships.csv": "user_a,user_b\nann,bob\n",
    ] { try Data(text.utf8).write(to: folder.appending(path: name)) }
    func imported() async throws -> ProgramRun {
      try await ProgramRun.spots(
        "import", "folder", folder.path, "--region", "shore", "--tz", "UTC", "--consent", "all", "--store",
        "sqlite:\(store)")
    }
    let first = try await imported()
    #expect(first.status == 0 && !first.output.contains("left out"), "\(first.errors)")
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    let app = try await server.makeKey(namespace: "spots", scopes: Self.scopes)
    let forgotten = try await ProgramRun.spots(
      "person", "forget", "ann", "--endpoint", server.endpoint, environment: ["SPOTS_KEY": app])
    #expect(forgotten.status == 0, "\(forgotten.errors)")
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let again = try await imported()
    #expect(
      again.output.contains(
        "left out of these 12 rows and 1 people who asked to be forgotten: 9 visits, 0 actions, 1 adoptions, "
          + "2 ends of connections\n"), "\(again.output)\(again.errors)")
  }
}
