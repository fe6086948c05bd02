import Foundation
import Testing

/// `spots zones import` and `spots items import` on a store without a server.
@Suite("registering zones and items", .timeLimit(.minutes(2)))
struct ZoneCommandTests {
  private static let files = [
    "zones.csv": "venue_id,zone_id\np1,north\np2,south\n", "areas.csv": "zone_id,region_id\nnorth,inner\n",
    "items.csv": "item_id,zone_id\nshop,north\nstall,\n", "lost.csv": "item_id,zone_id\nshop,nowhere\n",
    "none.csv": "zone_id,region_id\n", "misspelt.csv": "zone_id,region_id\nnorthh,inner\n",
    "elsewhere.csv": "venue_id,zone_id\np1,south\n",
  ]

  @Test("a map is registered file by file, and what does not fit it is refused with its place and leaves it as it was")
  func registering() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "zones-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in Self.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let store = ["--store", "sqlite:\(folder.appending(path: "spots.db").path)"]
    func spots(_ words: String...) async throws -> ProgramRun {
      let placed = words.map { $0.hasSuffix(".csv") ? folder.appending(path: $0).path : $0 }
      return try await ProgramRun.run(ProgramRun.programs.appending(path: "spots"), placed + store)
    }
    #expect(try await spots("zones", "import", "zones.csv", "--region", "town").status == 78, "there is no store")
    try #require(try await spots("init", "--region", "town", "--tz", "UTC").status == 0)
    let early = try await spots("items", "import", "items.csv", "--region", "town")
    #expect(early.status == 64 && early.errors.contains("town has no zones"), "\(early.errors)")
    let zones = try await spots("zones", "import", "zones.csv", "--region", "town", "--regions", "areas.csv")
    #expect(
      zones.output.contains("registered 2 zones in 1 area and 0 items of region town; visits to 2 places count"),
      "\(zones.errors)")
    let items = try await spots("items", "import", "items.csv", "--region", "town")
    #expect(items.output.contains("registered 2 zones in 1 area and 2 items of region town"), "\(items.errors)")
    let refused = [
      (["items", "import", "lost.csv", "--region", "town"], "lost.csv:2: column zone_id: \"nowhere\" is not in zones"),
      (
        ["zones", "import", "zones.csv", "--region", "town", "--regions", "misspelt.csv"],
        "misspelt.csv:2: column zone_id: \"northh\" is not in zones"
      ),
      (
        ["zones", "import", "elsewhere.csv", "--region", "town"], "has no zone \"north\", in which item \"shop\" stands"
      ),
    ]
    for (words, reason) in refused {
      let placed = words.map { $0.hasSuffix(".csv") ? folder.appending(path: $0).path : $0 }
      let run = try await ProgramRun.run(ProgramRun.programs.appending(path: "spots"), placed + store)
      #expect(run.status == 65 && run.errors.contains(reason), "\(words): \(run.status) \(run.errors)")
    }
    for command in ["zones", "items"] {
      let lost = try await spots(command, "import", "\(command).csv", "--region", "twon")
      #expect(lost.status == 64 && lost.errors.contains("region twon: the store has town"), "\(lost.errors)")
    }
    let again = try await spots("items", "import", "items.csv", "--region", "town")
    #expect(again.output.contains("registered 2 zones in 1 area and 2 items"), "what was refused changed the map")
    let kept = try await spots("zones", "import", "zones.csv", "--region", "town")
    #expect(kept.output.contains("registered 2 zones in 1 area and 2 items"), "areas stay: \(kept.output)")
    let none = try await spots("zones", "import", "zones.csv", "--region", "town", "--regions", "none.csv")
    #expect(none.output.contains("registered 2 zones in 0 areas"), "until a file says what they are: \(none.output)")
  }
}
