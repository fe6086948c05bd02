import Foundation
import Testing

/// What an import is told of its folder, by options and by dataset.json, and what it refuses to guess.
@Suite("what is declared of an import", .timeLimit(.minutes(5)))
struct DeclaredImportTests {
  private static let rows = [
    "venues.csv": "venue_id,category_path,stars\nc,Food>Coffee Shop,5\nf,Food>Pizza Place,4\n",
    "checkins.csv": "user_id,venue_id,time\n"
      + (10...20).map { "1,c,2013-02-\($0)T00:30\n" }.joined() + "1,f,2013-03-01T00:30\n",
  ]

  private func folder(_ files: [String: String] = [:]) throws -> URL {
    let folder = try SmallCity.folder().appending(path: "checkins-of-2013")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in Self.rows.merging(files, uniquingKeysWith: { $1 }) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    return folder
  }

  private func imported(_ folder: URL, _ options: String, store: String? = nil) async throws -> ProgramRun {
    let store = try store ?? SmallCity.folder().appending(path: "spots.db").path
    let words = options.split(separator: " ").map(String.init)
    return try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      ["import", "folder", folder.path] + words + ["--store", "sqlite:\(store)"])
  }

  @Test("dataset.json says region, zone, clock and end; options win; what is not read is told")
  func dataset() async throws {
    let text = #"{"region": "town", "time_zone": "Asia/Jakarta", "times": "local", "as_of": "2013-02-20T00:30:00"}"#
    let folder = try folder(["dataset.json": text, "boroughs.csv": "venue_id,zone_id\n"])
    let run = try await imported(folder, "")
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.output.contains(
        "an archived region, cut off at 2013-02-19T17:30:00Z, when 1 people had ten visits in the window; "
          + "3 later rows are kept and not counted\n"), "\(run.output)")
    #expect(run.output.contains("note: boroughs.csv is not read\n"))
    #expect(run.output.contains("note: venues.csv: columns that are not read: stars\n"))
    #expect(!run.output.contains("dataset.json"))
    let other = try await imported(folder, "--times utc --as-of 2013-02-20T00:30:00Z --history-days 400")
    #expect(other.output.contains("cut off at 2013-02-20T00:30:00Z, when 1 people"), "\(other.output)\(other.errors)")
    #expect(other.output.contains("; rows are kept for 400 days\n"))
  }

  @Test("old rows without an end are refused with what to do, and no person is stored")
  func oldRows() async throws {
    let store = try SmallCity.folder().appending(path: "spots.db").path
    let run = try await imported(try folder(), "--region town", store: store)
    #expect(run.status == 65 && run.output.isEmpty)
    #expect(run.errors.contains("days old") && run.errors.contains("--as-of, or as as_of in dataset.json"))
    let released = try await ProgramRun.spots("release", "--store", "sqlite:\(store)")
    #expect(released.status != 0)
    #expect(try await imported(try folder(), "--region town --as-of 2013-03-02", store: store).status == 0)
  }

  @Test("recent rows make a live region, which does not end with a later import")
  func recentRows() async throws {
    let now = Int(Date().timeIntervalSince1970)
    let rows = "user_id,venue_id,time\n1,c,\(now - 86_400)\n1,f,\(now - 40 * 86_400)\n"
    let (folder, store) = (try folder(["checkins.csv": rows]), try SmallCity.folder().appending(path: "spots.db").path)
    let run = try await imported(folder, "--region town", store: store)
    #expect(
      run.status == 0 && run.output.contains("a live region, cut off at the time of each release"), "\(run.errors)")
    #expect(run.output.contains("; rows are kept for 180 days\n"))
    let again = try await imported(folder, "--region town", store: store)
    #expect(again.status == 0 && !again.output.contains("rows are kept for"), "\(again.errors)")
    let ended = try await imported(folder, "--region town --as-of 2013-03-02", store: store)
    #expect(ended.status != 0 && ended.errors.contains("region 'town' is live"), "\(ended.errors)")
  }

  @Test(
    "what nobody knows or can mean is refused in one line",
    arguments: [
      (#"{"regoin": "a"}"#, "", "dataset.json: regoin: is not known; allowed are region, time_zone"),
      ("{}", "--as-of 2013-03-02 --tz Mars/Olympus", "Mars/Olympus"),
      ("{}", "--as-of 2013-03-02 --times moon", "--times"),
      ("{}", "--as-of 2013-03-02 --history-days 0", "allowed are 1 to 3650"),
    ])
  func refused(text: String, options: String, said: String) async throws {
    let run = try await imported(try folder(["dataset.json": text]), options)
    #expect([64, 65].contains(run.status) && run.errors.contains(said), "\(run.status) \(run.errors)")
  }
}
