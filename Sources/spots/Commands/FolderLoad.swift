import Ingest
import Operations
import Population
import Segments
import Storage
import Synchronization

/// A folder of CSV files, loaded into a store as one region.
struct FolderLoad {
  /// What came of a load.
  struct Outcome: Sendable {
    /// What was found in the folder.
    var report = ImportReport()
    /// What the store made of it.
    var stored = BulkLoadCounts()
  }

  let opened: OpenedStore
  let clock: TimeSource

  /// Imports a folder, all of it or nothing, and registers its segments.
  ///
  /// - Parameters:
  ///   - folder: path of the folder.
  ///   - plan: the region, its time zone and its base cells.
  ///   - declared: clock, end and length of the rows; a live region that is new keeps them for 180 days unless it says
  ///     otherwise.
  ///   - namespace: whose numbers the users of the files are.
  ///   - progress: is told how far it is.
  /// - Throws: `IngestError` naming file, line and column; `RegistryError`; `StoreError`.
  func run(
    folder: String, plan: RegionPlan, declared: FolderDeclaration, consent: ImportOptions.Consent,
    namespace: SubjectNamespace, progress: @escaping @Sendable (ImportStep) -> Void
  ) async throws -> Outcome {
    var options = ImportOptions(
      region: plan.region, timeZone: plan.timeZone, consent: consent, pseudonymizer: opened.pepper.pseudonymizer,
      namespace: namespace, times: declared.times ?? .utc, historyDays: declared.historyDays, now: clock.now)
    options.asOf = try declared.cutOff(in: options.calendar(), now: options.now)
    if options.asOf == nil, try await !opened.store.regions().contains(where: { $0.id == plan.region }) {
      options.historyDays = options.historyDays ?? PopulationLoad.liveHistoryDays
    }
    let (told, report) = (options, ReportBox())
    let stored = try await PopulationLoad(store: opened.store, clock: clock).load(plan) { sink in
      report.keep(try Import.run(folder: folder, options: told, into: &sink, progress: progress))
    }
    return Outcome(report: report.kept, stored: stored)
  }

  /// The plan of a region that no file declares.
  /// - Throws: `RegistryError`.
  static func plan(
    region: String, timeZone: String, division: PopulationLoad.Division
  ) throws(RegistryError) -> RegionPlan {
    try PopulationLoad.plan(
      region: region, timeZone: timeZone, division: division, ages: Array(stride(from: 15, to: 70, by: 5)))
  }
}

/// Carries a report out of the writer's thread.
private final class ReportBox: Sendable {
  private let report = Mutex(ImportReport())

  func keep(_ report: ImportReport) { self.report.withLock { $0 = report } }
  var kept: ImportReport { report.withLock { $0 } }
}
