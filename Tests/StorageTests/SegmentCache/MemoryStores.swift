import Storage
import Synchronization

/// The durable layer of a cache, in memory.
final class MemoryCacheStore: CacheStore {
  private let rows = Mutex<[String: CachedRow]>([:])

  /// Changes the kept row of a key, as damage would.
  func damage(_ key: String, _ change: (inout CachedRow) -> Void) {
    rows.withLock { rows in
      if var row = rows[key] {
        change(&row)
        rows[key] = row
      }
    }
  }

  func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? { rows.withLock { $0[key] } }

  func putCachedRow(_ row: CachedRow) async throws(StoreError) { rows.withLock { $0[row.key] = row } }

  func deleteCachedRow(_ key: String) async throws(StoreError) { rows.withLock { $0[key] = nil } }
}

/// Says which epoch every region answers from, and counts how often it is asked.
final class EpochSource: ReleaseStore {
  private let state = Mutex<(epoch: Int64?, reads: Int)>((nil, 0))

  /// Times it was asked.
  var reads: Int { state.withLock { $0.reads } }

  /// Publishes an epoch.
  func publish(_ epoch: Int64) { state.withLock { $0.epoch = epoch } }

  /// The pointer of a region to an epoch.
  static func current(_ region: String, _ epoch: Int64) -> CurrentEpoch {
    CurrentEpoch(
      region: region, epoch: epoch, releaseID: "r\(epoch)", statisticVersion: "s1", policyVersion: "p1", cutOff: 10)
  }

  func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch? {
    state.withLock { state in
      state.reads += 1
      return state.epoch.map { Self.current(region, $0) }
    }
  }

  func currentEpochs() async throws(StoreError) -> [CurrentEpoch] { [] }

  func releases(cells: [String], statisticVersion: String, epoch: Int64) async throws(StoreError) -> [ReleaseRow?] {
    cells.map { _ in nil }
  }
}
