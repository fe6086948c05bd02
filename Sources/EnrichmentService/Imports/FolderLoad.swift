package import Segments
package import Ingest
import Storage
import Synchronization

/// `spots import folder`: a folder of CSV files, loaded as one region.
package struct FolderLoad: Sendable {
  private let opened: OpenedStore

  /// Loads into one store, under pseudonyms of its pepper.
  package init(_ opened: OpenedStore) { self.opened = opened }

  /// Imports a folder and registers its segments; all or nothing.
  ///
  /// - Parameters:
  ///   - folder: path of the folder.
  ///   - plan: the region, its time zone and its base cells.
  ///   - cutOff: of the first release, microseconds since 1970 UTC; nil chooses the day with most eligible people.
  /// - Throws: `IngestError` naming file, line and column; `RegistryError`; `StoreError`.
  package func run(
    folder: String, plan: RegionPlan, consent: ImportOptions.Consent, cutOff: Int64?,
    progress: @escaping @Sendable (Int) -> Void
  ) async throws -> ImportReport {
    let options = ImportOptions(
      region: plan.region, timeZone: plan.timeZone, consent: consent, pepper: opened.pepper.forPseudonyms,
      cutOff: cutOff)
    let report = ReportBox()
    _ = try await PopulationLoad(store: opened.store).load(plan) { sink in
      var counted = ProgressSink(sink, progress: progress)
      report.keep(try Import.run(folder: folder, options: options, into: &counted))
      sink = counted.sink
    }
    return report.kept
  }

  /// The plan of a region that no file declares.
  /// - Throws: `RegistryError`.
  package static func plan(
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
