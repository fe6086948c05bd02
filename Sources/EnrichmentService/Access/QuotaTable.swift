import Synchronization

/// The quotas of all keys that called lately; sharded so that event loops rarely meet.
package final class QuotaTable: Sendable {
  /// A key's quota and when it was last used.
  private struct Entry: Sendable {
    var quota: Quota
    var lastUsed: UInt64
  }

  private final class Shard: Sendable {
    let entries = Mutex<[String: Entry]>([:])
  }

  private let shards: [Shard]
  /// A quota that was not touched for a day is empty again and can be dropped.
  private static let forgetAfter: UInt64 = 86_400_000_000_000

  /// An empty table.
  package init() {
    shards = (0..<16).map { _ in Shard() }
  }

  /// Admits a call of `keyID` under `plan` at `now` (monotonic nanoseconds), or says which limits refuse it.
  package func admit(keyID: String, plan: QuotaPlan, at now: UInt64) -> Quota.Verdict {
    shards[Int(UInt(bitPattern: keyID.hashValue) % UInt(shards.count))].entries.withLock { entries in
      if entries[keyID] == nil {
        Self.forget(in: &entries, before: now)
        entries[keyID] = Entry(quota: Quota(plan: plan), lastUsed: now)
      }
      entries[keyID]?.lastUsed = now
      return entries[keyID]?.quota.admit(at: now) ?? .admitted
    }
  }

  /// Number of keys that hold a quota.
  package var count: Int { shards.reduce(0) { $0 + $1.entries.withLock { $0.count } } }

  private static func forget(in entries: inout [String: Entry], before now: UInt64) {
    guard entries.count >= 1_024, entries.count.isMultiple(of: 256) else { return }
    entries = entries.filter { $0.value.lastUsed &+ forgetAfter > now }
  }
}
