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
    let imported = try await ProgramRun.spots("import", "folder", folder.path, "--store", "sqlite:\(store)")
    #expect(imported.status == 0, "\(imported.errors)")
    #expect(imported.output.contains("imported 1 people, 1 visits"))
  }

  @Test(
    "a cut-off on a day that is none is refused before anything is opened", arguments: ["release", "import folder x"])
  func cutOff(command: String) async throws {
    let words = command.split(separator: " ").map(String.init) + ["--as-of", "2024-02-30T00:00:00Z"]
    let refused = try await ProgramRun.run(ProgramRun.programs.appending(path: "spots"), words)
    #expect(refused.status == 64)
    #expect(refused.errors.contains("expected RFC 3339"))
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
