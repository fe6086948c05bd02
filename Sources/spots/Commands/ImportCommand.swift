import ArgumentParser
import Foundation
import Ingest
import Operations
import Personality
import Population
import Segments
import Storage
import Terminal
import WireFormat

struct ImportCommand: AsyncParsableCommand {
  /// What can be imported.
  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case folder
  }

  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Imports people, visits and connections from CSV files.",
    discussion: """
      PATH is a folder with checkins, venues and, when there are, friendships and zones (README.md says which columns), \
      plain or .gz. Sensitive places are dropped, homes lose their place, people become pseudonyms. Nothing is stored when a \
      line cannot be read or the import is cut off. What no option says of the region is taken from dataset.json in the \
      folder: region, time_zone, times, as_of, history_days. With as-of the region is archived: its rows end, and you \
      draw its releases. Without, it is live. Needs the store alone: stop its server first.
      """)
  @OptionGroup var store: StoreArguments
  @Argument(help: "folder.")
  var kind: Kind
  @Argument(help: "The folder.")
  var path: String
  @Option(help: "Region id, \(RegionID.allowed); by default the folder's name.")
  var region: String?
  @Option(help: "Time zone of the region, such as Asia/Jakarta; by default UTC.")
  var tz: String?
  @Option(help: "Which clock times without a zone go by: utc, or local, which is the region's; by default utc.")
  var times: ImportOptions.Times?
  @Option(
    help: "Where the rows end, such as 2013-02-28, without a zone by the region's clock; later rows are not counted.")
  var asOf: String?
  @Option(help: "Days for which rows are kept; by default 180 in a live region, and all in an archived one.")
  var historyDays: Int?
  @Option(
    help:
      "Who agreed: none, all, or column (the columns consent_… of people, where a 0 withdraws with each of the three).")
  var consent = ImportOptions.Consent.none
  @Option(help: "Base cells: region, cluster or age_cluster.")
  var cells = PopulationLoad.Division.region
  @Option(help: "File that declares region, time zone and base cells, as `spots segments propose` prints it.")
  var segments: String?

  @Option(
    help: "Whose numbers the users are: spots, or another name where they have nothing to do with those of SPOTS.")
  var namespace = "spots"

  func validate() throws {
    if let asOf { try checkEnd(asOf) }
    if let historyDays { try checkHistoryDays(historyDays) }
    guard segments == nil || (region == nil && tz == nil) else {
      throw ValidationError("--segments declares region and time zone; leave --region and --tz out")
    }
  }

  func run() async throws {
    guard let space = SubjectNamespace(named: namespace) else {
      throw ValidationError("--namespace \(namespace): allowed are \(SubjectNamespace.allowed)")
    }
    try await failing {
      let declared = FolderDeclaration(
        region: region, timeZone: tz, times: times, asOf: asOf, historyDays: historyDays
      ).completed(by: try FolderDeclaration(folder: path))
      let (plan, line) = (try plan(declared), ProgressLine())
      let outcome = try await store.withStore(creates: true) { opened in
        try await FolderLoad(opened: opened, clock: wallClock).run(
          folder: path, plan: plan, declared: declared, consent: consent, namespace: space
        ) { step in
          let (text, tenths) = Self.text(step)
          line.show(text, step: tenths)
        }
      }
      line.clear()
      Self.lines(outcome.report, outcome.stored.forgotten).forEach { print($0) }
    }
  }

  /// The plan of a file, or one made of what is declared.
  private func plan(_ declared: FolderDeclaration) throws -> RegionPlan {
    guard let segments else {
      return try FolderLoad.plan(
        region: declared.region ?? regionOfFolder(), timeZone: declared.timeZone ?? "UTC", division: cells)
    }
    let plan = try RegionPlan(text: String(contentsOfFile: segments, encoding: .utf8))
    guard (declared.region ?? plan.region) == plan.region, (declared.timeZone ?? plan.timeZone) == plan.timeZone else {
      throw ValidationError(
        "\(segments) declares region \(plan.region) (\(plan.timeZone)), and dataset.json another; make them say the same"
      )
    }
    return plan
  }

  private func regionOfFolder() throws(ValidationError) -> String {
    let name = URL(filePath: path).standardizedFileURL.lastPathComponent
    guard let region = RegionID.suggestion(forFolder: name) else {
      throw ValidationError("the folder's name \"\(name)\" makes no region id; give one with --region")
    }
    return region
  }

  /// How far it is, in words and in tenths; reading is the first half of the way.
  private static func text(_ step: ImportStep) -> (String, tenths: Int) {
    switch step {
    case .reading(let bytes, let all):
      ("  read \(bytes >> 20) of \(all >> 20) MiB", tenths: 5 * bytes / max(1, all))
    case .storing(let people, let all):
      ("  stored \(people) of \(all) people", tenths: 5 + 5 * people / max(1, all))
    }
  }

  private static func end(_ report: ImportReport) -> String {
    let kept = report.historyDays.map { "; rows are kept for \($0) days" } ?? ""
    guard let asOf = report.asOf else {
      return
        "a live region, cut off at the time of each release; now \(report.eligible) people have ten visits in the window"
        + kept
    }
    let later = report.laterRows == 0 ? "" : "; \(report.laterRows) later rows are kept and not counted"
    return
      "an archived region, cut off at \(CivilTime(microseconds: asOf)), when \(report.eligible) people had ten visits in "
      + "the window\(later)\(kept)"
  }

  /// What was left out of what was read, in a line; nothing where nobody was forgotten.
  private static func left(out forgotten: ForgottenDelivery) -> [String] {
    guard forgotten.people > 0 || forgotten.rows > 0 else { return [] }
    return [
      "left out of these \(forgotten.rows) rows and \(forgotten.people) people who asked to be forgotten: "
        + "\(forgotten.visits) visits, \(forgotten.actions) actions, \(forgotten.adoptions) adoptions, "
        + "\(forgotten.connectionEnds) ends of connections"
    ]
  }

  /// The zones and items that were registered, in a line; none without zones.
  private static func registered(_ report: ImportReport) -> [String] {
    report.zones == 0 ? [] : ["registered \(report.zones) zones and \(report.items) items"]
  }

  private static func lines(_ report: ImportReport, _ forgotten: ForgottenDelivery) -> [String] {
    [
      "imported \(report.people) people, \(report.visits) visits, \(report.connections) connections, "
        + "\(report.adoptions) adoptions",
      "dropped \(report.sensitiveVisits) visits to \(report.sensitiveVenues) sensitive places, "
        + "\(report.duplicateVisits) duplicates",
    ] + left(out: forgotten) + [
      Self.end(report),
      "no interest is known of \(report.unclustered) people (\(100 * report.unclustered / max(1, report.people)) %): they "
        + "have fewer than \(ImportReport.leastOutings) visits neither home nor to work, or none of a known category",
    ] + registered(report) + report.categories.lines + report.remarks.map { "note: \($0)" }
  }
}

extension ImportOptions.Consent: ExpressibleByArgument {}
extension ImportOptions.Times: ExpressibleByArgument {}
