import ArgumentParser
import Foundation
import Ingest
import Operations
import Personality
import Population
import Segments
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
      PATH is a folder with checkins, venues and, when there are, friendships (README.md says which columns), plain or \
      .gz. Sensitive places are dropped, homes lose their place, people become pseudonyms. Nothing is stored when a \
      line cannot be read or the import is cut off. Needs the store alone: stop its server first.
      """)
  @OptionGroup var store: StoreArguments
  @Argument(help: "folder.")
  var kind: Kind
  @Argument(help: "The folder.")
  var path: String
  @Option(help: "Region id, \(RegionID.allowed); by default the folder's name.")
  var region: String?
  @Option(help: "Time zone of the region, such as Asia/Jakarta.")
  var tz = "UTC"
  @Option(help: "Who agreed: none, all, or column (the columns consent_… of people).")
  var consent = ImportOptions.Consent.none
  @Option(
    help: "Cut-off of the first release, such as 2013-02-28; by default the day with most eligible people.")
  var asOf: String?
  @Option(help: "Base cells: region, cluster or age_cluster.")
  var cells = PopulationLoad.Division.region
  @Option(help: "File that declares region, time zone and base cells, as `spots segments propose` prints it.")
  var segments: String?

  @Option(
    help: "Whose numbers the users are: spots, or another name where they have nothing to do with those of SPOTS.")
  var namespace = "spots"

  func run() async throws {
    guard let space = SubjectNamespace(named: namespace) else {
      throw ValidationError("--namespace \(namespace): allowed are \(SubjectNamespace.allowed)")
    }
    let cutOff = try asOf.map { try cutOffTime($0).microseconds }
    try await failing {
      let (plan, line) = (try plan(), ProgressLine())
      let report = try await store.withStore(creates: true) { opened in
        try await FolderLoad(opened: opened, clock: wallClock).run(
          folder: path, plan: plan, consent: consent, namespace: space, cutOff: cutOff
        ) { step in
          let (text, tenths) = Self.text(step)
          line.show(text, step: tenths)
        }
      }
      line.clear()
      Self.lines(report).forEach { print($0) }
    }
  }

  /// The declared plan, or one made of the other options.
  private func plan() throws -> RegionPlan {
    guard let segments else {
      return try FolderLoad.plan(region: region ?? regionOfFolder(), timeZone: tz, division: cells)
    }
    guard region == nil else { throw ValidationError("--segments declares the region; leave --region out") }
    return try RegionPlan(text: String(contentsOfFile: segments, encoding: .utf8))
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

  private static func lines(_ report: ImportReport) -> [String] {
    [
      "imported \(report.people) people, \(report.visits) visits, \(report.connections) connections, "
        + "\(report.adoptions) adoptions",
      "dropped \(report.sensitiveVisits) visits to \(report.sensitiveVenues) sensitive places, "
        + "\(report.duplicateVisits) duplicates",
      "cut-off \(CivilTime(microseconds: report.cutOff)), when \(report.eligible) people had ten visits in the window",
    ] + report.categories.lines + report.remarks.map { "note: \($0)" }
  }
}

extension ImportOptions.Consent: ExpressibleByArgument {}
