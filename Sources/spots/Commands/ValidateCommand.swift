import ArgumentParser
import Foundation
import Ingest
import Pages
import Population
import Terminal
import Validation
import WireFormat

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Measures on check-ins whether releases help a shop, and says no where they do not.",
    discussion: """
      Learns from the first seven tenths of the time and looks for what customers buy afterwards. Five times a part of the \
      people are customers, and the others are imported, released and served by a spotsd of its own, beside this program. \
      DIR gets results.json and validation.html. Exit codes beside the usual: 3 a gate was missed, 130 stopped by Ctrl-C.
      """)
  @Option(help: "Folder with checkins, venues, zones and perhaps regions, as `spots import folder` reads it.")
  var data: String
  @Option(help: "File of zones; by default the folder's.")
  var zones: String?
  @Option(help: "File of regions, the areas that zones belong to; by default the folder's.")
  var regions: String?
  @Option(help: "File with a column user_id: people to leave out; by default map_people of the folder, if it is there.")
  var excludePeople: String?
  @Option(help: "Which release is drawn: affinity, research, or none for the shop's own rankings and controls only.")
  var policy = ValidationPlan.Policy.affinity
  @Option(help: "Weights of the blend, 0 to 1, apart by commas; the first is that of the verdict.")
  var weights = "0.3,0.5"
  @Option(help: "How often noise is drawn anew for each fold, 1 to 100.")
  var draws = 5
  @Option(help: "Stores that are worked on at a time, 1 to 64; by default one for each core, at most 2.")
  var parallel: Int?
  @Option(help: ArgumentHelp("Where the results go; it is made.", valueName: "dir"))
  var out: String
  @Option(help: "JSON file of bars that the results must reach.")
  var gate: String?
  @Option(help: "PEM file of the certificate chain that the service shows.")
  var cert = "certs/server.pem"
  @Option(help: "PEM file of its private key.")
  var key = "certs/server.key"
  @Option(help: "PEM file of the authority that it is trusted by.")
  var ca = "certs/ca.pem"

  func validate() throws {
    _ = try parsedWeights()
    guard (1...100).contains(draws) else { throw ValidationError("--draws \(draws): allowed are 1 to 100") }
    if let parallel, !(1...64).contains(parallel) {
      throw ValidationError("--parallel \(parallel): allowed are 1 to 64")
    }
  }

  func run() async throws {
    let outcome = await Interruption.allowing { try await failing { try await measure() } }
    if let code = outcome.exitCode { throw failure("stopped; nothing was written", code: code) }
    try outcome.result.get()
  }

  private func measure() async throws {
    let gate = try self.gate.map(ValidationGate.init(file:))
    let (cohort, plan) = try prepared()
    do { try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true) } catch {
      throw failure("--out \(out): the folder cannot be made: \(error.localizedDescription)", code: 74)
    }
    guard var json = try ResultFile("\(out)/results.json"), var page = try ResultFile("\(out)/validation.html") else {
      return
    }
    let found: ValidationRun.Outcome
    // A run that was stopped says so once, in the end.
    do { found = try await outcome(of: cohort, plan) } catch is CancellationError { throw ExitCode(130) }
    let results = ValidationResults(
      city: plan.region.id, policy: policy.rawValue, epsilon: plan.policy.epsilon, panel: cohort.panelSize,
      customers: cohort.customerCount, table: found.table, weight: plan.weights[0])
    try json.write(results.json())
    try page.write(
      ValidationPage(
        results, table: found.table, openZones: found.openZones,
        learnsUntil: "\(CivilTime(microseconds: cohort.split.end))", draws: draws
      ).html)
    results.lines(weight: plan.weights[0]).forEach { print($0) }
    let missed = gate?.missed(by: results) ?? []
    guard missed.isEmpty else { throw failure(missed.map { "missed: \($0)" }.joined(separator: "\nspots: "), code: 3) }
  }

  /// Runs the plan in a folder of its own, which is removed whatever comes of it.
  private func outcome(of cohort: Cohort, _ plan: ValidationPlan) async throws -> ValidationRun.Outcome {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "spots-validate-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    try FileManager.default.createDirectory(
      at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let line = ProgressLine()
    defer { line.clear() }
    let run = ValidationRun(cohort, plan, programs: try ChildPrograms(in: Self.folder), scratch: scratch) { done, all in
      line.show("  \(done) of \(all) steps", step: 20 * done / max(1, all))
    }
    return try await run.run()
  }

  private func prepared() throws -> (Cohort, ValidationPlan) {
    let declared = try FolderDeclaration(folder: data)
    let zone = declared.timeZone ?? "UTC"
    guard let calendar = RegionCalendar(timeZone: zone) else { throw ValidationError("\(zone) is no time zone") }
    let name = URL(filePath: data).standardizedFileURL.lastPathComponent
    guard let region = declared.region ?? RegionID.suggestion(forFolder: name) else {
      throw ValidationError("the folder's name \"\(name)\" makes no region id; declare one in dataset.json")
    }
    let table = try CheckInTable(
      folder: data, other: CheckInTable.OtherFiles(zones: zones, regions: regions, excluded: excludePeople),
      clock: declared.times == .local ? calendar : .utc, now: wallClock.now)
    guard let cohort = Cohort(table), cohort.customerCount > 0 else {
      throw failure("\(data) has nobody with \(Cohort.leastVisits) visits who buys something later", code: 65)
    }
    guard policy == .none || table.map != nil else {
      throw ValidationError("\(data) has no zones, which releases of affinity need; give --zones, or --policy none")
    }
    try checkCertificates()
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return (
      cohort,
      ValidationPlan(
        policy: policy, weights: try parsedWeights(), draws: draws, parallel: parallel ?? min(2, cores),
        region: PanelFolder.Region(id: region, timeZone: zone, files: table.files.mapValues(Self.absolute)),
        tls: (Self.absolute(cert), Self.absolute(key), Self.absolute(ca)))
    )
  }

  /// Refuses files that the service would miss only when the first store is made.
  private func checkCertificates() throws(ValidationError) {
    guard policy != .none else { return }
    for (option, file) in [("cert", cert), ("key", key), ("ca", ca)]
    where !FileManager.default.isReadableFile(atPath: file) {
      throw ValidationError("--\(option) \(file) cannot be read; `make certificates` makes such files in certs")
    }
  }

  private func parsedWeights() throws(ValidationError) -> [Double] {
    let parts = weights.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.map { Double($0) ?? -1 }
    guard !numbers.isEmpty, numbers.allSatisfy({ (0...1).contains($0) }), Set(numbers).count == numbers.count else {
      throw ValidationError("--weights \(weights): allowed are different numbers from 0 to 1, apart by commas")
    }
    return numbers
  }

  private static func absolute(_ path: String) -> String { URL(filePath: path).absoluteURL.standardizedFileURL.path }

  /// Where this program is, and the others beside it.
  private static var folder: URL {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }
}

extension ValidationPlan.Policy: ExpressibleByArgument {}

extension ValidationResults {
  /// The rows of one weight for a terminal, then the verdict.
  fileprivate func lines(weight: Double) -> [String] {
    var columns = TextColumns()
    columns.add("weight \(NumberText.brief(weight))", "over", "how", "all: NDCG@10 %", "HR@10 %", "new: NDCG@10 %")
    for row in arms + placebos where row.weight == weight && row.target == .all {
      let new = self.row(row.name, row.base, row.how, .new, weight: weight)
      columns.add(
        (row.name.isPlacebo ? "placebo " : "") + row.name.rawValue, row.base.rawValue, row.how.rawValue, row.shown,
        NumberText.fixed(row.hr, 1), new?.shown ?? "")
    }
    let people = "\(city), policy \(policy): \(panel) people behind a release, \(customers) customers"
    return [people] + columns.lines + [verdict]
  }
}

extension ValidationRow {
  fileprivate var shown: String {
    "\(NumberText.fixed(ndcg, 1)) [\(NumberText.fixed(lo, 1)), \(NumberText.fixed(hi, 1))]"
  }
}
