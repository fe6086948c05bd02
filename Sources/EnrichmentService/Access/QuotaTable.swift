import Synchronization

/// The quotas of all keys that called lately; sharded so that event loops rarely meet.
///
/// A key that has not called for a minute rests: of it the day's slots in which it called are kept, which for a key that
/// called seldom is a few dozen bytes. One that has not called for a day, or ever, costs nothing.
package final class QuotaTable: Sendable {
  /// The quota of a key that calls, changed where it lies; guarded by its shard.
  private final class ActiveQuota: @unchecked Sendable {
    var quota: Quota

    init(_ quota: Quota) { self.quota = quota }
  }

  private struct Keys: Sendable {
    var active: [String: ActiveQuota] = [:]
    var resting = RestingQuotas()

    /// Lets those rest that have not called for a minute, and forgets those that have not for a day.
    mutating func tidy(at now: UInt64) {
      for (keyID, slots) in active.compactMap({ keyID, active in active.quota.rest(at: now).map { (keyID, $0) } }) {
        active[keyID] = nil
        resting.keep(slots, of: keyID)
      }
      active.giveBackRoom()
      resting.tidy(at: now)
    }
  }

  private final class Shard: Sendable {
    let keys = Mutex(Keys())
  }

  private let shards: [Shard]

  /// An empty table of so many parts.
  package init(limits: KeyLimits = KeyLimits()) {
    shards = (0..<limits.quotaShards).map { _ in Shard() }
  }

  /// Admits a call of `keyID` under `plan` at `now` (monotonic nanoseconds), or says which limits refuse it.
  package func admit(keyID: String, plan: QuotaPlan, at now: UInt64) -> Quota.Verdict {
    shard(of: keyID).keys.withLock { keys in
      if let known = keys.active[keyID] { return known.quota.admit(at: now) }
      let before = keys.resting.take(keyID)
      let woken = ActiveQuota(Quota(plan: plan, before: before))
      keys.active[keyID] = woken
      return woken.quota.admit(at: now)
    }
  }

  /// How the limits of `keyID` under `plan` stand at `now`, monotonic nanoseconds. One that has not called for a minute is
  /// told of its whole plan.
  package func standings(keyID: String, plan: QuotaPlan, at now: UInt64) -> [Quota.Standing] {
    shard(of: keyID).keys.withLock { keys in
      if let known = keys.active[keyID] { return known.quota.standings(at: now) }
      var unused = Quota(plan: plan)
      return unused.standings(at: now)
    }
  }

  private func shard(of keyID: String) -> Shard { shards[Int(UInt(bitPattern: keyID.hashValue) % UInt(shards.count))] }

  /// Lets keys rest that have not called for a minute before `now`, monotonic nanoseconds, and forgets those that have not
  /// for a day.
  package func tidy(at now: UInt64) { for shard in shards { shard.keys.withLock { $0.tidy(at: now) } } }

  /// Number of keys that hold a quota.
  package var count: Int { shards.reduce(0) { $0 + $1.keys.withLock { $0.active.count + $0.resting.count } } }

  /// Number of keys for which there is room without asking for memory: what the table itself takes.
  var room: Int { shards.reduce(0) { $0 + $1.keys.withLock { $0.active.capacity + $0.resting.room } } }

  /// Number of keys whose calls of the last minute are kept one by one.
  package var activeCount: Int { shards.reduce(0) { $0 + $1.keys.withLock { $0.active.count } } }
}
