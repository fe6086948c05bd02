package import Population

/// A region and what its stored data declares about itself.
package struct Region: Sendable, Hashable {
  /// Id of the region, 1 to 64 bytes, for example `jakarta`.
  package var id: String
  /// IANA name of its time zone; local dates of every person in it.
  package var timeZone: String
  /// What its rows contain.
  package var sources: RegionSources
  /// True when any row of it came from a generator.
  package var isSimulated: Bool
  /// Where its data ends, µs since 1970 UTC, and so the cut-off of its releases, when it is archived: imported or
  /// simulated. `nil` for a live region, whose releases are cut off at the time of the run.
  package var asOf: Int64?
  /// For how many days rows are kept; `nil` keeps all.
  package var historyDays: Int?

  /// A region without data.
  package init(
    id: String, timeZone: String, sources: RegionSources = [], isSimulated: Bool = false, asOf: Int64? = nil,
    historyDays: Int? = nil
  ) {
    self.id = id
    self.timeZone = timeZone
    self.sources = sources
    self.isSimulated = isSimulated
    self.asOf = asOf
    self.historyDays = historyDays
  }

  /// True when visit lengths are estimated from gaps, because the source did not measure them.
  package var isDwellEstimated: Bool { sources.contains(.visits) && !sources.contains(.dwell) }
}

/// What a region holds, counted exactly: for the operator alone.
package struct RegionCounts: Sendable, Hashable {
  /// The region.
  package var region: Region
  /// People registered in it.
  package var people = 0
  /// Those of them who agree to behavior now.
  package var agreeing = 0
  /// Rows of what they did.
  package var rows = 0
}

/// Regions of the store. They are registered by what is delivered to them, see `BulkLoading`.
package protocol RegionStore: Sendable {
  /// All regions by id.
  func regions() async throws(StoreError) -> [Region]
  /// All regions by id with what each holds; reads every person.
  func regionCounts() async throws(StoreError) -> [RegionCounts]
}
