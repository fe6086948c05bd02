package import Population
import WireFormat

/// What is said of a folder's region, and never inferred from its rows: by options, and by `dataset.json` in the folder.
package struct FolderDeclaration: Sendable, Hashable {
  /// The name of the file in the folder.
  static let file = "dataset.json"
  /// Days for which rows can be kept.
  package static let allowedDays = 1...3_650

  /// Region id, as `RegionID` allows; `nil` where nobody says it, and so with the others.
  package var region: String?
  /// Name of the time zone in the tz database.
  package var timeZone: String?
  /// Which clock times without a zone go by.
  package var times: ImportOptions.Times?
  /// Where the rows end, in ISO 8601; without a zone by the region's clocks. With it the region is archived.
  package var asOf: String?
  /// For how many days rows are kept.
  package var historyDays: Int?

  /// A declaration by options.
  package init(
    region: String? = nil, timeZone: String? = nil, times: ImportOptions.Times? = nil, asOf: String? = nil,
    historyDays: Int? = nil
  ) {
    self.region = region
    self.timeZone = timeZone
    self.times = times
    self.asOf = asOf
    self.historyDays = historyDays
  }

  /// The declaration with what `other` says where this one is silent.
  package func completed(by other: FolderDeclaration) -> FolderDeclaration {
    FolderDeclaration(
      region: region ?? other.region, timeZone: timeZone ?? other.timeZone, times: times ?? other.times,
      asOf: asOf ?? other.asOf, historyDays: historyDays ?? other.historyDays)
  }

  /// The moment that `asOf` names; `nil` without one.
  ///
  /// - Throws: `IngestError` for what is no time or lies after `now`, µs since 1970 UTC.
  package func cutOff(in calendar: RegionCalendar, now: Int64) throws(IngestError) -> Int64? {
    guard let asOf else { return nil }
    guard let time = CivilTime(asOf.utf8.span, by: calendar) else {
      throw IngestError(file: "", reason: "as_of \(asOf): allowed are \(CivilTime.iso8601Forms)")
    }
    guard time.microseconds <= now else {
      throw IngestError(
        file: "", reason: "as_of \(asOf): is to come; allowed are times up to \(CivilTime(microseconds: now))")
    }
    return time.microseconds
  }
}
