import Synchronization

/// Which epoch a region answers from, at most a second old. Looked up apart from the segment cache, whose keys contain
/// the epoch: so a new release is seen by all within a second, without a purge.
package final class CurrentEpochCache: Sendable {
  /// How old an answer may be, µs.
  package static let lifetime: Int64 = 1_000_000
  /// Age from which `peek` reads anew in the background, µs, so that busy regions never wait.
  static let refreshAge: Int64 = 500_000
  /// Most regions remembered.
  static let bound = 1_024

  fileprivate struct Known {
    var current: CurrentEpoch?
    var readAt: Int64
    var isReading: Bool
  }

  private let source: any ReleaseStore
  private let clock: CacheClock
  private let known = Mutex<[String: Known]>([:])

  /// An empty cache over the store.
  package init(source: any ReleaseStore, clock: CacheClock = .system) {
    self.source = source
    self.clock = clock
  }

  /// The current epoch of a region when it was read within the last second, without suspending. The outer `nil` means
  /// that it must be read, the inner that the region has no release.
  package func peek(_ region: String) -> CurrentEpoch?? {
    let now = clock.monotonic()
    let (answer, mustRead): (CurrentEpoch??, Bool) = known.withLock { known in
      guard let found = known[region], now - found.readAt < Self.lifetime else { return (nil, false) }
      let mustRead = now - found.readAt >= Self.refreshAge && !found.isReading
      if mustRead { known[region]?.isReading = true }
      return (.some(found.current), mustRead)
    }
    if mustRead { Task { _ = try? await self.read(region) } }
    return answer
  }

  /// The current epoch of a region, or `nil` before its first release.
  package func value(for region: String) async throws(StoreError) -> CurrentEpoch? {
    if let answer = peek(region) { return answer }
    return try await read(region)
  }

  /// Takes over what was just published in this process, so that it is seen at once.
  package func note(_ current: CurrentEpoch) {
    let now = clock.monotonic()
    known.withLock { $0[current.region] = Known(current: current, readAt: now, isReading: false) }
  }

  private func read(_ region: String) async throws(StoreError) -> CurrentEpoch? {
    // The age counts from before the read: what was published during it may be missing in it.
    let asked = clock.monotonic()
    do {
      let current = try await source.currentEpoch(of: region)
      known.withLock { $0.keep(current, of: region, asked: asked) }
      return current
    } catch {
      known.withLock { $0[region]?.isReading = false }
      throw error
    }
  }
}

extension [String: CurrentEpochCache.Known] {
  /// Keeps an answer unless a newer epoch is known already.
  fileprivate mutating func keep(_ current: CurrentEpoch?, of region: String, asked: Int64) {
    if let known = self[region]?.current?.epoch, known > current?.epoch ?? 0 {
      self[region]?.isReading = false
      return
    }
    if count >= CurrentEpochCache.bound { removeAll() }
    self[region] = CurrentEpochCache.Known(current: current, readAt: asked, isReading: false)
  }
}
