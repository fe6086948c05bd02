/// Everything a program needs of a store. Services should ask for the single needs they have.
package protocol Store: RegionStore, PersonStore, ConsentStore, ActionStore, ConnectionStore, EpochSnapshotSource,
  BulkLoading, SegmentStore, ReleaseStore, EpochRunStore, LedgerStore, KeyStore, SessionStore, CacheStore,
  StoreMetadata
{
  /// Waits for the writes under way, then closes the store and lets its lock go. Later calls throw `closed`.
  func close() async throws(StoreError)
}
