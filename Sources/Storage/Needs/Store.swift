/// Everything a program needs of a store. Services should ask for the single needs they have.
package protocol Store: RegionStore, ConsentStore, LinkStore, ForgetStore, PersonExportStore, ActionStore,
  EpochSnapshotSource, BulkLoading, SegmentStore, ZoneStore,
  ReleaseStore,
  EpochRunStore, LedgerStore, KeyStore, PepperStore, SessionStore, CacheStore, MaintenanceStore, WatchedStore
{
  /// Waits for the writes and reads under way, then closes the store and lets its lock go. Later calls throw `closed`.
  func close() async throws(StoreError)
}

/// An engine that keeps stores. Programs name one; the rooms between are handed it and do not know which.
package struct StoreEngine: Sendable {
  /// Opens a store at a place and time (µs since 1970 UTC).
  package typealias Opening =
    @Sendable (StoreLocation, StoreConfiguration, _ now: Int64) throws(StoreError) -> any Store

  /// Makes a copy ready to replace a store.
  package typealias Restoring =
    @Sendable (RestorationRequest, _ now: Int64) throws(StoreError) -> any StoreRestoration

  /// Name of the engine, for messages: `sqlite`.
  package let name: String
  private let opening: Opening
  private let restoring: Restoring

  /// An engine of that name that opens and restores stores so.
  package init(name: String, opening: @escaping Opening, restoring: @escaping Restoring) {
    self.name = name
    self.opening = opening
    self.restoring = restoring
  }

  /// Makes a copy ready to replace a store; changes neither yet. Blocks the calling thread. `now` is µs since 1970 UTC.
  /// Throws `locked` when a process has the store or the copy, `conflict` for a copy of another store, and what opening
  /// the copy throws.
  package func prepareRestoration(
    _ request: RestorationRequest, now: Int64
  ) throws(StoreError) -> any StoreRestoration {
    try restoring(request, now)
  }

  /// Opens a store, making it when it is not there and the configuration allows. Blocks the calling thread; meant for
  /// program start. `now` is µs since 1970 UTC. Throws `locked` when another process has it, `olderSchema`,
  /// `newerSchema`, `selfCheckFailed`, `invalidLocation`, `notFound`.
  package func open(
    _ location: StoreLocation, configuration: StoreConfiguration = .defaults, now: Int64
  ) throws(StoreError) -> any Store {
    try opening(location, configuration, now)
  }
}
