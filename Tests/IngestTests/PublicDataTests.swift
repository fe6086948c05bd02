import Glibc
import Ingest
import Population
import Testing

/// The research data that may lie beside the project; these tests are skipped where it does not.
private enum PublicData {
  static func folder(_ region: String) -> String? {
    guard let file = realpath(#filePath, nil) else { return nil }
    defer { free(file) }
    let root = String(cString: file).split(separator: "/").dropLast(3).joined(separator: "/")
    let folder = "/\(root)/../shared/data/\(region)"
    return access("\(folder)/checkins.csv.gz", R_OK) == 0 ? folder : nil
  }
}

/// Counting every row, sensitive places and doubles too, 991 people of New York have ten check-ins in the window and 2,297 of
/// Jakarta.
@Suite("Import of public check-ins", .timeLimit(.minutes(2)))
struct PublicDataTests {
  /// Options as `dataset.json` of the folder declares them.
  private static func options(_ folder: String) throws -> ImportOptions {
    let declared = try FolderDeclaration(folder: folder)
    var options = ImportOptions(
      region: try #require(declared.region), timeZone: try #require(declared.timeZone), consent: .all,
      pseudonymizer: Pseudonymizer(secret: Array("a pepper for tests".utf8)), times: try #require(declared.times),
      historyDays: declared.historyDays, now: 1_796_040_000_000_000)
    options.asOf = try declared.cutOff(in: options.calendar(), now: options.now)
    return options
  }

  @Test(
    "New York: every check-in is kept, dropped as sensitive or a double, and 989 people have ten visits",
    .enabled(if: PublicData.folder("nyc") != nil, "skipped: no ../shared/data/nyc"))
  func newYork() throws {
    let folder = try #require(PublicData.folder("nyc"))
    var sink = Collector()
    let report = try Import.run(folder: folder, options: Self.options(folder), into: &sink)
    #expect(report.visitsRead == 147_071 && report.people == 1_083)
    #expect(report.visits + report.sensitiveVisits + report.duplicateVisits == report.visitsRead)
    #expect(report.eligible == 989)
    #expect(sink.declaration?.sources == [.visits, .coordinates, .adoptions])
    let visits = sink.people.lazy.flatMap(\.visits)
    #expect(visits.allSatisfy { ($0.category == .home) == ($0.place == Visit.noPlace) })
    #expect(visits.allSatisfy { $0.coordinate != nil || $0.category == .home })
  }

  @Test(
    "Jakarta: every check-in is accounted for, friends have the bound, friends without check-ins are people too",
    .enabled(if: PublicData.folder("jakarta") != nil, "skipped: no ../shared/data/jakarta"))
  func jakarta() throws {
    let folder = try #require(PublicData.folder("jakarta"))
    var sink = Collector()
    let report = try Import.run(folder: folder, options: Self.options(folder), into: &sink)
    #expect(report.visitsRead == 378_559 && report.people == 6_206 + 189)
    #expect(report.visits + report.sensitiveVisits + report.duplicateVisits == report.visitsRead)
    #expect(report.connections + report.uncountedConnections == 11_207)
    #expect(sink.people.allSatisfy { $0.connections.count { $0.slots != nil } <= 50 })
    #expect(report.eligible == 2_193)
  }
}
