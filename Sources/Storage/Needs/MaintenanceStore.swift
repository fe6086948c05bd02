package import Population

/// The last run of something that recurs, as it is kept over restarts.
package struct ScheduledRun: Sendable, Hashable {
  /// What recurs, for example `expiry`; 1 to 64 bytes.
  package var name: String
  /// When the run began, µs since 1970 UTC.
  package var startedAt: Int64
  /// When it ended, µs; `nil` while it runs, and for ever when its process died.
  package var finishedAt: Int64?
  /// What came of it, in words for an operator; `nil` until it ended.
  package var outcome: String?

  /// A run that begins, or one that has ended.
  package init(name: String, startedAt: Int64, finishedAt: Int64? = nil, outcome: String? = nil) {
    self.name = name
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.outcome = outcome
  }
}

/// What a store forgets once its time is over, and when it was last told to.
///
/// Each of the calls that delete deletes at most `limit` rows (at least 1), so that the writer is never held for long; what it returns is
/// less than `limit` when nothing is left to delete.
package protocol MaintenanceStore: Sendable {
  /// Deletes a region's raw rows older than `time`, µs, with the marks of adoptions among them, for retention. Returns
  /// how many. Throws `notFound` when the region is not stored.
  func deleteActions(region: String, before time: Int64, limit: Int) async throws(StoreError) -> Int
  /// Deletes sessions last written to before `time`, µs, with the bytes of their events; the ids of the events stay
  /// known. Returns how many.
  func deleteSessions(touchedBefore time: Int64, limit: Int) async throws(StoreError) -> Int
  /// Forgets events received before the day of `time`, µs, in order of their ids, from behind `last` on. Returns them.
  func forgetEvents(receivedBefore time: Int64, after last: EventID?, limit: Int) async throws(StoreError) -> [EventID]
  /// Deletes rows of the cache that were fresh until before `time`, µs, longest expired first. Returns how many.
  func deleteCachedRows(expiredBefore time: Int64, limit: Int) async throws(StoreError) -> Int
  /// Writes down the last run of something that recurs, in place of the one before it.
  func recordRun(_ run: ScheduledRun) async throws(StoreError)
  /// The last run of everything that recurs, by name.
  func lastRuns() async throws(StoreError) -> [ScheduledRun]
}
