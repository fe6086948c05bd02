import Foundation
import Testing

/// What a power cut does to `spots import` and `spots simulate`.
@Suite("loads that are cut off", .timeLimit(.minutes(5)))
struct InterruptedLoadTests {
  /// A load and when its process is killed.
  struct Cut: CustomTestStringConvertible, Sendable {
    let load: Load
    let moment: Moment

    var testDescription: String { "\(load) \(moment)" }
    static let all = Load.allCases.flatMap { load in Moment.allCases.map { Cut(load: load, moment: $0) } }
  }

  enum Load: CaseIterable {
    case simulate, `import`

    func command(_ store: String, _ folder: URL) -> [String] {
      switch self {
      case .simulate: ["simulate", "--people", "400", "--seed", "4", "--store", "sqlite:\(store)"]
      case .import:
        [
          "import", "folder", folder.path, "--region", "coast", "--tz", "UTC", "--as-of", "2013-12-31", "--consent",
          "all",
          "--store", "sqlite:\(store)",
        ]
      }
    }
  }

  enum Moment: CaseIterable {
    /// The store's file has just appeared.
    case made
    /// The first rows have been handed to the store.
    case storing
    /// The rows are being committed, or have been a moment ago.
    case committing

    func hasCome(_ store: String, progress: String) -> Bool {
      switch self {
      case .made: FileManager.default.fileExists(atPath: store)
      case .storing: progress.contains(" people")
      case .committing: size(store + "-wal") > 1 << 20
      }
    }
  }

  @Test("killed at any moment it leaves nobody behind, or everybody; begun anew it stores all", arguments: Cut.all)
  func killed(cut: Cut) async throws {
    let (store, folder, today) = (try Self.newStore(), try Self.folder(), Self.today())
    try await Self.kill(cut.load.command(store, folder), when: cut.moment, store: store)
    let opened = try await ProgramRun.spots("schedule", "--store", "sqlite:\(store)")
    #expect(opened.status == 0 || (opened.status == 78 && cut.moment == .made), "\(opened.errors)")
    let left = try await Self.rows(store)
    let again = try await ProgramRun.run(Self.spots, cut.load.command(store, folder))
    #expect(again.status == 0, "\(again.errors)")
    let whole = try Self.newStore()
    #expect(try await ProgramRun.run(Self.spots, cut.load.command(whole, folder)).status == 0)
    // A city ends at the last midnight: one of tomorrow has other rows.
    guard today == Self.today() else { return }
    let all = try await Self.rows(whole)
    #expect(all.allSatisfy { $0 > 0 })
    // What is asked to end at a moment ends somewhat later.
    #expect(left.allSatisfy { $0 == 0 } || left == all, "\(left) of \(all)")
    #expect(try await Self.rows(store) == all)
    #expect(size(store) < size(whole) + size(whole) / 20 && size(store + "-wal") == 0)
  }

  @Test("cut off in a store that has a region already it leaves that as it was", arguments: Load.allCases)
  func killedBesideOthers(load: Load) async throws {
    let (store, folder) = (try Self.newStore(), try Self.folder())
    let first = Load.allCases.first { $0 != load }?.command(store, folder) ?? []
    #expect(try await ProgramRun.run(Self.spots, first).status == 0)
    let before = try await Self.rows(store)
    try await Self.kill(load.command(store, folder), when: .storing, store: store)
    let opened = try await ProgramRun.spots("budget", "--store", "sqlite:\(store)")
    #expect(opened.status == 0, "\(opened.errors)")
    let left = try await Self.rows(store)
    #expect(try await ProgramRun.run(Self.spots, load.command(store, folder)).status == 0)
    let after = try await Self.rows(store)
    #expect(left == before || left == after, "\(left) of \(before) and \(after)")
    #expect(zip(after, before).allSatisfy { $0 > $1 })
  }

  private static let spots = ProgramRun.programs.appending(path: "spots")

  private static func newStore() throws -> String { try SmallCity.folder().appending(path: "spots.db").path }

  private static func today() -> Int { Int(Date().timeIntervalSince1970) / 86_400 }

  /// Runs a command and kills it at a moment.
  private static func kill(_ command: [String], when moment: Moment, store: String) async throws {
    let (process, errors) = (Process(), try OutputFile())
    (process.executableURL, process.arguments) = (spots, command)
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors.handle)
    try process.run()
    while process.isRunning, !moment.hasCome(store, progress: try errors.text()) {
      try await Task.sleep(for: .milliseconds(1))
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    while process.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    let said = try errors.text()
    #expect(process.terminationReason == .uncaughtSignal || process.terminationStatus == 0, "\(said)")
  }

  /// Rows of the tables that a load fills; 0 for one that is not there.
  private static func rows(_ store: String) async throws -> [Int] {
    let script = """
      import sqlite3, sys
      store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
      there = {name for name, in store.execute("SELECT name FROM sqlite_schema")}
      for table in sys.argv[2:]:
          print(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] if table in there else 0)
      """
    let tables = ["agents", "user_actions", "ai2ai_connections", "consent_events", "regions", "segments"]
    let run = try await ProgramRun.run(URL(filePath: "/usr/bin/python3"), ["-c", script, store] + tables)
    try #require(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").compactMap { Int($0) }
  }

  /// Twenty thousand check-ins of a thousand people, and friendships.
  private static func folder() throws -> URL {
    let folder = try SmallCity.folder()
    let venues = (0..<200).map { "v\($0),\($0 % 2 == 0 ? "Food>Coffee Shop" : "Arts & Entertainment>Museum")\n" }
    let checkins = (0..<20_000).map { "u\($0 % 1_000),v\(($0 * 7 + $0 / 1_000) % 200),\(1_360_000_000 + $0 * 600)\n" }
    let friends = (0..<4_000).map { "u\($0 % 1_000),u\(($0 * 31 + 1) % 1_000)\n" }
    for (name, lines) in [
      ("venues.csv", ["venue_id,category_path\n"] + venues), ("checkins.csv", ["user_id,venue_id,time\n"] + checkins),
      ("friendships.csv", ["user_a,user_b\n"] + friends),
    ] {
      try Data(lines.joined().utf8).write(to: folder.appending(path: name))
    }
    return folder
  }
}

/// Bytes of a file; 0 when there is none.
private func size(_ path: String) -> Int {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return (attributes?[.size] as? Int) ?? 0
}
