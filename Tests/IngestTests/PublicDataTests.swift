import Glibc
import Measures
import Population
import Testing

@testable import Ingest

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

  @Test(
    "where check-ins are many, few people's interest is unknown",
    .enabled(if: PublicData.folder("nyc") != nil, "skipped: no ../shared/data/nyc"))
  func unclustered() throws {
    var sink = Collector()
    let folder = try #require(PublicData.folder("nyc"))
    let report = try Import.run(folder: folder, options: Self.options(folder), into: &sink)
    #expect(report.unclustered == sink.people.count { $0.person.interestCluster == .unknown })
    #expect(report.unclustered < report.people / 10)
  }

  @Test(
    "each end of the ranges chosen on data is the mean of two cities' quantiles, to the nearest .05",
    .enabled(
      if: PublicData.folder("nyc") != nil && PublicData.folder("jakarta") != nil, "skipped: no ../shared/data"))
  func calibration() throws {
    let jakarta = try Self.measures(of: try #require(PublicData.folder("jakarta")), people: "map_people.csv.gz")
    // The end of New York's rows lies in their first 70 %, which go up to 2012-10-08T08:53.
    let newYork = try Self.measures(of: try #require(PublicData.folder("nyc")), people: nil)
    for dimension in [Dimension.explorationEagerness, .energyPreference, .crowdTolerance] {
      let values = [jakarta, newYork].map { city in
        city.compactMap { $0[dimension.rawValue] }.sorted()
      }
      #expect(values.allSatisfy { $0.count > 400 })
      func end(_ share: Double) -> Double {
        let quantiles = values.map { $0[min($0.count - 1, Int(share * Double($0.count)))] }
        return (20 * quantiles.reduce(0, +) / Double(quantiles.count)).rounded() / 20
      }
      let range = try #require(DimensionPolicy.default.ranges[dimension.rawValue])
      #expect(
        end(0.05) == range.lowerBound && end(0.95) == range.upperBound, "\(dimension): \(end(0.05)), \(end(0.95))")
    }
  }

  /// What behaviour says of people in shares of visits, before any range makes dimensions of them.
  private static func measures(of folder: String, people file: String?) throws -> [[Double?]] {
    let options = try options(folder)
    var sink = Collector()
    _ = try Import.run(folder: folder, options: options, into: &sink)
    var kept: Set<AgentID>?
    if let file {
      let reader = try CSVReader(path: "\(folder)/\(file)", name: file)
      let user = try reader.column("user_id")
      var agents = Set<AgentID>()
      try reader.forEachRecord { agents.insert(try options.pseudonymizer.agent(reader.text(user).utf8, in: .spots)) }
      kept = agents
    }
    let shares = DimensionPolicy(ranges: Array(repeating: 0...1, count: 12), statedWeight: 20)
    let context = MeasureContext(
      window: MeasureWindow(cutOff: options.cutOff), calendar: try options.calendar(), sources: [.visits],
      order: .mixed(seed: 1), dimensions: shares)
    return sink.people.filter { kept?.contains($0.person.agent) ?? true }.map { records in
      let history = VisitHistory(records.visits, in: context.window)
      return DimensionMeasures.measure(records, history: history, placeEntropy: nil, in: context).revealed
    }
  }
}
