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
  /// Time of its last stored event, µs since 1970 UTC; `nil` before the first. Never goes back.
  package var clock: Int64?
  /// Cut-off that a release takes when none is named, µs; `nil` means the time of the run.
  package var defaultCutOff: Int64?

  /// A region without data.
  package init(
    id: String, timeZone: String, sources: RegionSources = [], isSimulated: Bool = false, clock: Int64? = nil,
    defaultCutOff: Int64? = nil
  ) {
    self.id = id
    self.timeZone = timeZone
    self.sources = sources
    self.isSimulated = isSimulated
    self.clock = clock
    self.defaultCutOff = defaultCutOff
  }

  /// True when visit lengths are estimated from gaps, because the source did not measure them.
  package var isDwellEstimated: Bool { sources.contains(.visits) && !sources.contains(.dwell) }
}

/// Regions of the store.
package protocol RegionStore: Sendable {
  /// Adds a region, or widens what is stored of it: sources are united, the simulated mark stays once set, the clock
  /// only moves forward, a given default cut-off replaces the old one. Throws `conflict` when the stored region has
  /// another time zone.
  func putRegion(_ region: Region, at now: Int64) async throws(StoreError)
  /// The region, or `nil`.
  func region(_ id: String) async throws(StoreError) -> Region?
  /// All regions by id.
  func regions() async throws(StoreError) -> [Region]
}
