import Foundation
import Testing

/// A small simulated city with a release, made once and copied for each test that needs it; beside it stands a region of
/// another time zone with two people, whose rows end years before.
enum SmallCity {
  /// Id of the segment that covers the whole city.
  static let segment = "simcity_all"

  private static let prepared = Task { try await prepare() }

  /// A fresh copy of the store; the tests of one copy do not see those of another.
  static func copy() async throws -> String {
    let source = try await prepared.value
    let store = try folder().appending(path: "spots.db").path
    for suffix in ["", ".pepper", ".anchor"] {
      try FileManager.default.copyItem(atPath: source + suffix, toPath: store + suffix)
    }
    return store
  }

  /// A new folder for a store.
  static func folder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spots-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  private static func prepare() async throws -> String {
    let store = try folder().appending(path: "spots.db").path
    let made = try await ProgramRun.spots(
      "simulate", "--people", "3000", "--seed", "7", "--cells", "region", "--store", "sqlite:\(store)")
    try #require(made.status == 0, "spots simulate: \(made.errors)")
    let imported = try await ProgramRun.spots(
      "import", "folder", try coast().path, "--region", "coast", "--tz", "Asia/Jakarta", "--consent", "all",
      "--as-of", "2013-02-22", "--store", "sqlite:\(store)")
    try #require(imported.status == 0, "spots import: \(imported.errors)")
    let released = try await ProgramRun.spots("release", "--store", "sqlite:\(store)")
    try #require(released.status == 0, "spots release: \(released.errors)")
    return store
  }

  /// The check-ins of the region beside the city.
  private static func coast() throws -> URL {
    let days = (10...21).map { "2013-02-\($0)T10:00:00+07:00" }
    let files = [
      "venues.csv": """
      venue_id,category_path,lat,lon
      c,Food>Coffee Shop,-6.2,106.8
      m,Arts & Entertainment>Museum,-6.1,106.9

      """,
      "checkins.csv": "user_id,venue_id,time\n"
        + days.flatMap { ["1,c,\($0)\n", "2,m,\($0)\n"] }.joined(),
    ]
    let folder = try folder()
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return folder
  }
}
