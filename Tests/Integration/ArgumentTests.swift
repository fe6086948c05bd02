import Foundation
import Testing

/// What the programs make of their arguments.
@Suite("arguments", .timeLimit(.minutes(2)))
struct ArgumentTests {
  private func run(_ program: String, _ arguments: String...) async throws -> ProgramRun {
    try await ProgramRun.run(ProgramRun.programs.appending(path: program), arguments)
  }

  @Test("a folder named 2013-tokyo is imported as the region of that name")
  func importFolder() async throws {
    let folder = try SmallCity.folder().appending(path: "2013-tokyo")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let files = [
      "venues.csv": "venue_id,category_path,category_root,lat,lon\nc,Food>Coffee Shop,Food,35.6,139.7\n",
      "checkins.csv": "user_id,venue_id,time\n1,c,2013-01-06T08:00:00+09:00\n",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", folder.path, "--as-of", "2013-02-01", "--store", "sqlite:\(store)")
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.output.contains("imported 1 people, 1 visits"))
  }

  @Test(
    "a cut-off that is no time or is to come is refused before anything is opened, with what is allowed",
    arguments: ["release", "import folder x"],
    [
      ("2024-02-30T00:00:00Z", "allowed are ISO 8601 such as"), ("20240228", "in ten digits such as"),
      ("1709164800000", "in ten digits such as"), ("yesterday", "a day such as 2013-02-28"),
      ("9999-01-01", "is to come; allowed are times up to 20"),
    ])
  func cutOff(command: String, cutOff: (String, String)) async throws {
    let words = command.split(separator: " ").map(String.init) + ["--as-of", cutOff.0]
    let refused = try await ProgramRun.run(ProgramRun.programs.appending(path: "spots"), words)
    #expect(refused.status == 64)
    #expect(refused.errors.contains("--as-of \(cutOff.0): ") && refused.errors.contains(cutOff.1), "\(refused.errors)")
  }

  @Test(
    "a day, by the region's clock, and seconds since 1970 are cut-offs too",
    arguments: [("2013-02-19", "2013-02-18T23:00:00Z"), ("1361232000", "2013-02-19T00:00:00Z")])
  func cutOffForms(cutOff: String, time: String) async throws {
    let store = try await SmallCity.copy()
    let released = try await ProgramRun.spots(
      "release", "--force", "--as-of", cutOff, "--store", "sqlite:\(store)")
    #expect(released.status == 0 && released.output.contains("cut-off \(time)"), "\(released.output)\(released.errors)")
  }

  @Test("a year that is none is refused", arguments: ["0", "-2026", "20260", "99999999999"])
  func year(year: String) async throws {
    #expect(try await run("spots", "budget", "--year=\(year)").status == 64)
  }

  @Test("a call without a key, or with what can be none, is refused with what to do", arguments: ["", "  ", "a b"])
  func key(key: String) async throws {
    for command in [["segments"], ["tour"], ["segment", "show", "a"], ["call", "ListSegments", "{}"]] {
      let refused = try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots"), command, environment: ["SPOTS_KEY": key])
      #expect(refused.status == 64)
      let advice = key == "a b" ? "begins with spots_" : "set SPOTS_KEY, or give --key; `spots keys create --partner"
      #expect(refused.errors.contains(advice), "\(refused.errors)")
    }
  }

  @Test("a load test without a key, of a server that asks for one, is told what to do")
  func keyOfLoad() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let advice = "the server asks for a key: set SPOTS_KEY"
    // It finds out when it asks for segments, or by its calls.
    for further in [[], ["--segment", "a", "--duration", "200ms", "--warmup", "0s"]] {
      let load = try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots-load"), ["--endpoint", server.endpoint] + further)
      #expect(load.status == 69 && load.errors.contains(advice), "\(load.errors)")
    }
    let shown = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots-load"), ["--endpoint", server.endpoint],
      environment: ["SPOTS_KEY": "spots_poc_acme_0"])
    #expect(shown.status == 69 && !shown.errors.contains(advice))
  }

  @Test("a file that cannot be written is refused before anything is asked or measured")
  func output() async throws {
    let page = try await ProgramRun.spots(
      "segment", "show", "a", "--html", "/nowhere/page", "--endpoint", "127.0.0.1:1",
      environment: ["SPOTS_KEY": "spots_poc_acme_0"])
    #expect(page.status == 74 && page.errors.hasPrefix("spots: /nowhere/page: cannot be written: No such"))
    for option in ["--json", "--html", "--csv-out", "--hdr"] {
      let load = try await run("spots-load", option, "/nowhere/result", "--endpoint", "127.0.0.1:1")
      #expect(load.status == 74 && load.errors.contains("/nowhere/result: cannot be written"), "\(load.errors)")
    }
  }

  @Test("what could not be printed ends with 74")
  func lostOutput() async throws {
    let spots = ProgramRun.programs.appending(path: "spots").path
    let store = try await SmallCity.copy()
    for command in ["knot - <<< '1 1 1'", "keys create --partner acme --store sqlite:\(store)"] {
      let lost = try await ProgramRun.run(URL(filePath: "/bin/bash"), ["-c", "\(spots) \(command) >/dev/full"])
      #expect(lost.status == 74, "\(command): \(lost.errors)")
    }
  }

  @Test(
    "a length of time that is none is refused with what is allowed",
    arguments: [
      ["--warmup", "0abc"], ["--duration", "0"], ["--duration", "5"], ["--timeout", "1d"], ["--think", "x"],
    ])
  func durations(arguments: [String]) async throws {
    let refused = try await ProgramRun.run(ProgramRun.programs.appending(path: "spots-load"), arguments)
    #expect(refused.status == 64)
    #expect(refused.errors.contains("such as 500ms, 1.5s or 2m"), "\(refused.errors)")
  }

  @Test("an id of a segment that would have to be changed to be sent is refused", arguments: ["a\"b", "a\\b", "a\nb"])
  func segmentID(id: String) async throws {
    let refused = try await run("spots-load", "--segment", id)
    #expect(refused.status == 64)
    #expect(refused.errors.contains("an id has no quote, backslash or control character"), "\(refused.errors)")
  }

  @Test("an address that is none is refused with what is allowed, by each program")
  func addresses() async throws {
    let calls = [
      try await run("spots", "segments", "--endpoint", "::1:8443"),
      try await run("spots-load", "--endpoint", "::1:8443"),
      try await run("spotsd", "--listen", "::1:8443", "--cert", "c", "--key", "k"),
    ]
    for call in calls {
      #expect(call.status == 64)
      #expect(call.errors.contains("an IPv6 address before a port stands in brackets"), "\(call.errors)")
    }
  }
}
