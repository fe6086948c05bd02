import Foundation
import Testing

/// A server on a store that goes on: what it does by the clock, and what is recorded in it.
@Suite("a live store", .timeLimit(.minutes(5)))
struct LiveStoreTests {
  /// A new store with a live region and nobody in it.
  private static func store() async throws -> String {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let made = try await ProgramRun.spots("init", "--region", "town", "--tz", "UTC", "--store", "sqlite:\(store)")
    try #require(made.status == 0, "\(made.errors)")
    return store
  }

  private static func schedule(of store: String) async throws -> String {
    let run = try await ProgramRun.spots("schedule", "--store", "sqlite:\(store)")
    try #require(run.status == 0, "\(run.errors)")
    return run.output
  }

  /// The schedule once it says what is waited for.
  private static func schedule(of store: String, saying words: String) async throws -> String {
    let end = ContinuousClock.now + .seconds(60)
    var text = try await schedule(of: store)
    while !text.contains(words), ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(50))
      text = try await schedule(of: store)
    }
    return text
  }

  /// The line of a work.
  private static func line(_ work: String, of schedule: String) -> String {
    schedule.split(separator: "\n").first { $0.hasPrefix(work) }.map(String.init) ?? ""
  }

  private static func spent(in store: String) async throws -> String {
    let budget = try await ProgramRun.spots("budget", "--store", "sqlite:\(store)")
    return try #require(budget.output.split(separator: "\n").first.map(String.init), "\(budget.errors)")
  }

  @Test("draws its first release at the start; the schedule shows it, and a restart soon after draws none")
  func firstRelease() async throws {
    let store = try await Self.store()
    #expect(try await Self.schedule(of: store) == "no server has run on this store yet\n")
    let server = try await RunningServer(store: store)
    let drawn = Self.line("release", of: try await Self.schedule(of: store, saying: "rel_"))
    #expect(drawn.contains("23 h") && drawn.contains("0 of 1 segments can be answered"), "\(drawn)")
    #expect(try await server.logs("scheduled work done"))
    let spent = try await Self.spent(in: store)
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let remembered = Self.line("release", of: try await Self.schedule(of: store))
    #expect(remembered.contains("0 of 1 segments") && !remembered.contains("23 h"), "\(remembered)")

    let again = try await RunningServer(store: store)
    _ = try await Self.schedule(of: store, saying: "key_refresh")
    let kept = Self.line("release", of: try await Self.schedule(of: store))
    #expect(kept.split(separator: "rel_").last == drawn.split(separator: "rel_").last)
    #expect(try await Self.spent(in: store) == spent && again.isRunning)
  }

  @Test("the schedule stands in columns under headings, each work with its period and what came of it")
  func columns() async throws {
    let store = try await Self.store()
    let server = try await RunningServer(store: store)
    let text = try await Self.schedule(of: store, saying: "the chain is whole")
    let lines = text.split(separator: "\n").map(String.init)
    let headings = try #require(lines.first)
    for heading in ["every", "last", "next", "outcome"] {
      let start = try #require(headings.range(of: heading)).lowerBound
      let offset = headings.distance(from: headings.startIndex, to: start)
      for line in lines.dropFirst() {
        let characters = Array(line)
        #expect(characters[offset - 1] == " " && characters[offset] != " ", "\(heading) in: \(line)")
      }
    }
    let works = ["release", "cache_expiry", "session_expiry", "event_expiry", "retention", "ledger_reconciliation"]
    #expect(Set(works).isSubset(of: lines.compactMap { $0.split(separator: " ").first.map(String.init) }))
    #expect(server.isRunning)
  }

  @Test("with `--release-schedule off` no release is drawn and everything else is done")
  func releasesOff() async throws {
    let store = try await Self.store()
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    let text = try await Self.schedule(of: store, saying: "the chain is whole")
    #expect(Self.line("release", of: text).isEmpty, "\(text)")
    #expect(try await Self.spent(in: store).contains(": 0 of "))
    #expect(server.isRunning)
  }

  @Test("where all regions are archived the release is skipped at no cost, and the log says why")
  func archived() async throws {
    let store = try await SmallCity.copy()
    let spent = try await Self.spent(in: store)
    let server = try await RunningServer(store: store)
    let text = try await Self.schedule(of: store, saying: "skipped")
    #expect(Self.line("release", of: text).hasSuffix("skipped: no live region with a registered segment"), "\(text)")
    #expect(try await Self.spent(in: store) == spent)
    #expect(try await server.logs("no live region"))
  }

  @Test("a key of the namespace spots records imported people; a partner's key of the same subject records nothing")
  func firstParty() async throws {
    let folder = try SmallCity.folder()
    let files = [
      "venues.csv": "venue_id,category_path\nc,Food>Coffee Shop\n",
      "people.csv": """
      user_id,consent_behavior,consent_personality,consent_network,consent_experiments
      7,1,0,0,0
      8,0,1,1,1
      """,
      "checkins.csv": "user_id,venue_id,time\n7,c,2025-01-06T08:00:00Z\n8,c,2025-01-06T09:00:00Z\n",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", folder.path, "--region", "town", "--consent", "column",
      "--as-of", "2025-01-07", "--store", "sqlite:\(store)")
    try #require(imported.status == 0, "\(imported.errors)")
    let server = try await RunningServer(store: store)
    let firstParty = try await server.makeKey(namespace: "spots")
    let partner = try await server.makeKey()
    for (key, subject, eventID) in [
      (firstParty, "7", "a"), (firstParty, "8", "b"), (firstParty, "9", "c"), (partner, "7", "d"),
    ] {
      for duplicates in [nil, 1] {
        let answer = try await record(eventID, of: subject, key: key, at: server.endpoint)
        #expect(answer == ["received": 1, "duplicates": duplicates].compactMapValues { $0 }, "\(subject): \(answer)")
      }
    }
    server.terminate()
    #expect(try await server.waitForExit() == 0)
    let count = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
    let recorded = try await ProgramRun.run(
      URL(filePath: "/usr/bin/python3"),
      ["-c", count, store, "SELECT count(*) FROM user_actions WHERE sequence IS NOT NULL"])
    #expect(recorded.output == "1\n", "of the four, the one whose person has agreed: \(recorded)")
  }

  /// Hands in one visit of a person; returns what was counted.
  private func record(_ eventID: String, of subject: String, key: String, at endpoint: String) async throws -> [String:
    Int]
  {
    let time = ISO8601DateFormatter().string(from: Date())
    let event =
      "{\"event_id\":\"\(eventID)\",\"kind\":\"EVENT_KIND_VISIT\",\"time\":\"\(time)\",\"venue_category\":\"coffee\"}"
    let call = try await ProgramRun.spots(
      "call", "RecordActions", "{\"action\":{\"subject\":\"\(subject)\",\"event\":\(event)}}", "--endpoint", endpoint,
      environment: ["SPOTS_KEY": key])
    try #require(call.status == 0, "\(call.errors)")
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(call.output.utf8)) as? [String: Any])
    return answer.compactMapValues { $0 as? Int }
  }

  @Test("tells the operator what its cache of answers has done; without a server there is none")
  func cache() async throws {
    let store = try await Self.store()
    func told() async throws -> String {
      let run = try await ProgramRun.spots("cache", "--store", "sqlite:\(store)")
      try #require(run.status == 0, "\(run.errors)")
      return run.output
    }
    #expect(try await told() == "no server runs on this store, and its cache was in its memory\n")
    let server = try await RunningServer(store: store, arguments: ["--release-schedule", "off"])
    #expect(
      try await told().hasPrefix("answers: 0, at hand 0 (stale 0), not at hand 0, remembered failures 0\nloads: 0,"))
    #expect(server.isRunning)
  }
}
