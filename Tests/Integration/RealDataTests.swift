import Foundation
import Testing

/// Research check-ins beside the project; a clone without them skips these, and says so.
@Suite("real check-ins", .timeLimit(.minutes(5)))
struct RealDataTests {
  private static func folder(_ name: String) -> URL {
    ProgramRun.root.deletingLastPathComponent().appending(path: "shared/data/\(name)")
  }

  @Test("are imported, released under the research policy and answered", arguments: ["jakarta", "nyc"])
  func importReleaseAnswer(name: String) async throws {
    let folder = Self.folder(name)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      print("skipped: no \(name) check-ins beside the project")
      return
    }
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let imported = try await ProgramRun.spots(
      "import", "folder", folder.path, "--consent", "all", "--store", "sqlite:\(store)")
    try #require(imported.status == 0, "\(imported.errors)")
    #expect(imported.output.contains("sensitive"))
    // Where the rows end, and by which clock, is declared in dataset.json.
    let ends = ["jakarta": "2013-02-27T17:00:00Z, when 2193 people", "nyc": "2012-08-01T04:00:00Z, when 989 people"]
    #expect(imported.output.contains("cut off at \(ends[name] ?? "")"), "\(imported.output)")
    let released = try await ProgramRun.spots("release", "--policy", "research", "--store", "sqlite:\(store)")
    try #require(released.status == 0, "\(released.errors)")
    let server = try await RunningServer(store: store)
    let call = try await ProgramRun.spots(
      "call", "GetRealWorldBehavior", "{\"user_segment\":{\"segment_id\":\"\(name)_all\"}}", "--endpoint",
      server.endpoint, environment: ["SPOTS_KEY": server.makeKey()])
    #expect(call.status == 0, "\(call.errors)")
    #expect(call.output.contains("\"research\""))
    #expect(!call.output.contains("simulated"))
  }
}
