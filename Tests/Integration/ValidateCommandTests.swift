import Foundation
import Testing

/// `spots validate` on made-up towns whose truth is known, through servers of its own.
@Suite("spots validate", .timeLimit(.minutes(15)))
struct ValidateCommandTests {
  private struct Results: Decodable {
    struct Row: Decodable {
      let name: String, base: String, how: String, target: String
      let weight: Double, ndcg: Double, lo: Double, hi: Double, hr: Double
    }
    let panel: Int, customers: Int
    let arms: [Row], placebos: [Row]
    let verdict: String

    func row(_ name: String, _ target: String = "all") -> Row? {
      (arms + placebos).first {
        $0.name == name && $0.base == "popularity" && $0.how == "blend" && $0.target == target
      }
    }
  }

  /// A town of two zones. What people like depends on their zone while is learned, or only later, when each zone buys
  /// an item that nobody has bought before.
  private static func town(plants: Bool, later: Bool) throws -> URL {
    var generator = SeededNumbers(state: 7)
    var (venues, zones) = ("venue_id,category_path\n", "venue_id,zone_id\n")
    for zone in 0..<2 {
      venues += "cafe\(zone),Food>Coffee Shop\n"
      zones += "cafe\(zone),zone\(zone)\n"
    }
    for shop in 0..<40 { venues += "shop\(shop),Shop & Service>Bookstore\n" }
    zones += "shop0,zone0\nshop1,zone1\n"
    var rows = "user_id,venue_id,time\n"
    func visit(_ user: Int, _ venue: String, _ day: Int, _ hour: Int) {
      rows += "\(user),\(venue),2013-01-\(day < 10 ? "0" : "")\(day)T\(hour < 10 ? "0" : "")\(hour):00:00\n"
    }
    for user in 0..<600 {
      let zone = user % 2
      for hour in 0..<7 { visit(user, "cafe\(zone)", 1 + user % 9, 8 + hour) }
      for day in [3, 4, 5, 25] {
        let isOwn = plants && generator.below(10) < 7
        // Of the shops 2 to 39, those of an even number are liked in one zone, the others in the other.
        visit(user, "shop\(2 + (isOwn ? 2 * generator.below(6) + zone : generator.below(38)))", day, 20)
      }
      // Without them learning would end before everybody has been seen.
      for hour in 0..<3 { visit(user, "cafe\(zone)", 24, 8 + hour) }
      if later { visit(user, "shop\(zone)", 26, 20) }
    }
    let folder = try SmallCity.folder()
    let files = [
      "venues.csv": venues, "zones.csv": zones, "checkins.csv": rows,
      "regions.csv": "zone_id,region_id\nzone0,r\nzone1,r\n",
      "dataset.json":
        "{\"region\": \"town\", \"time_zone\": \"Asia/Jakarta\", \"times\": \"local\", \"as_of\": \"2013-03-01\"}",
    ]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return folder
  }

  private static func validate(_ data: URL, _ more: String..., scratch: URL) async throws -> (ProgramRun, Results?) {
    let out = try SmallCity.folder()
    let run = try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      ["validate", "--data", data.path, "--out", out.path, "--draws", "1"]
        + (more.contains("--weights") ? [] : ["--weights", "0.3"]) + more,
      environment: ["TMPDIR": scratch.path])
    let json = try? Data(contentsOf: out.appending(path: "results.json"))
    return (run, try json.map { try JSONDecoder().decode(Results.self, from: $0) })
  }

  @Test(
    "finds what is planted in the learning period, by every arm, and nothing by the placebos; a gate that is missed is exit 3"
  )
  func planted() async throws {
    let (scratch, folder) = try (SmallCity.folder(), SmallCity.folder())
    let gate = folder.appending(path: "gate.json")
    let row = "\"base\": \"popularity\", \"how\": \"blend\", \"target\": \"all\", \"weight\": 0.3"
    try Data(
      "{\"conditions\": [{\"name\": \"three ids\", \(row), \"least\": 5}, {\"name\": \"one id\", \(row), \"least\": 9000}]}"
        .utf8
    ).write(to: gate)
    let (run, found) = try await Self.validate(
      Self.town(plants: true, later: false), "--gate", gate.path, scratch: scratch)
    #expect(run.status == 3, "\(run.errors)")
    #expect(run.errors.contains("missed: one id over popularity") && !run.errors.contains("missed: three ids"))
    let results = try #require(found)
    #expect(results.panel == 480 && results.customers == 600)
    for name in ["three ids", "one id", "shares"] {
      let row = try #require(results.row(name))
      #expect(row.lo > 15 && row.hi >= row.ndcg, "\(name): \(row)")
    }
    for name in ["panel", "customers"] {
      let row = try #require(results.row(name))
      #expect(row.ndcg < 10, "shuffled zones lift: \(row)")
    }
    #expect(results.row("lift 1") != nil && results.row("own history") != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty, "rows are left behind")
  }

  @Test("finds nothing of what is planted in the future")
  func future() async throws {
    let scratch = try SmallCity.folder()
    let (run, found) = try await Self.validate(
      Self.town(plants: false, later: true), "--weights", "0.9", scratch: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let results = try #require(found)
    for name in ["three ids", "one id", "shares"] {
      let row = try #require(results.row(name))
      // Who knew it would rank it first: by this weight a shop that has never sold it does not keep it down.
      #expect(row.ndcg < 150, "the future is known: \(row)")
    }
  }

  @Test("stopped by Ctrl-C it leaves no rows, no server and no results behind, and exits with 130")
  func interrupted() async throws {
    let (scratch, out) = try (SmallCity.folder(), SmallCity.folder())
    let data = try Self.town(plants: true, later: false)
    let process = Process()
    process.executableURL = ProgramRun.programs.appending(path: "spots")
    process.currentDirectoryURL = ProgramRun.root
    process.arguments = ["validate", "--data", data.path, "--out", out.path, "--draws", "1"]
    process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch.path]) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    func isEmpty() throws -> Bool { try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty }
    while try isEmpty(), process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    process.interrupt()
    while process.isRunning { try await Task.sleep(for: .milliseconds(20)) }
    #expect(process.terminationStatus == 130)
    #expect(try isEmpty())
    #expect(!FileManager.default.fileExists(atPath: out.appending(path: "results.json").path))
  }

  @Test("with policy none it draws nothing and says that there is no answer; what cannot be measured is refused")
  func withoutReleases() async throws {
    let scratch = try SmallCity.folder()
    let data = try Self.town(plants: true, later: false)
    let (run, found) = try await Self.validate(data, "--policy", "none", scratch: scratch)
    let results = try #require(found)
    #expect(run.status == 0 && results.verdict.hasPrefix("No answer"))
    #expect(Set(results.arms.map(\.name)) == ["lift 1", "own history"] && results.placebos.isEmpty)
    try FileManager.default.removeItem(at: data.appending(path: "zones.csv"))
    let refused = try await Self.validate(data, scratch: scratch).0
    #expect(refused.status == 64 && refused.errors.contains("has no zones"), "\(refused.errors)")
    let unknown = try await Self.validate(data, "--weights", "0.3,2", scratch: scratch).0
    #expect(unknown.status == 64 && unknown.errors.contains("0 to 1"), "\(unknown.errors)")
  }

  @Test("refuses a gate, a certificate and a folder that are none before it imports anything")
  func refusals() async throws {
    let scratch = try SmallCity.folder()
    let data = try Self.town(plants: true, later: false)
    let gate = scratch.appending(path: "gate.json")
    try Data("{\"conditions\": [{\"name\": \"shares\"}]}".utf8).write(to: gate)
    for (arguments, status, reason) in [
      (["--gate", "/nowhere/gate.json"], Int32(65), "the gate /nowhere/gate.json cannot be read"),
      (["--gate", gate.path], 65, "conditions.[0].base is missing; allowed: conditions, each with name"),
      (["--cert", "/nowhere/c.pem"], 64, "--cert /nowhere/c.pem cannot be read"),
      (["--out", "/proc/nothing"], 74, "--out /proc/nothing: the folder cannot be made"),
    ] {
      let out = arguments.contains("--out") ? [] : ["--out", scratch.path]
      let run = try await ProgramRun.run(
        ProgramRun.programs.appending(path: "spots"), ["validate", "--data", data.path] + out + arguments)
      #expect(run.status == status && run.errors.contains(reason) && !run.errors.contains("steps"), "\(run.errors)")
    }
  }
}

/// Numbers of a seed: a linear congruential generator with Knuth's constants for MMIX.
private struct SeededNumbers {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}
