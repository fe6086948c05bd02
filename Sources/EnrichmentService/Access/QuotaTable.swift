import Synchronization

/// The quotas of all keys that called lately; sharded so that event loops rarely meet.
///
/// A key that has not called for a minute rests: of it the day's slots in which it called are kept, which for a key that
/// called seldom is a few dozen bytes. One that has not called for a day, or ever, costs nothing.
package final class QuotaTable: Sendable {
  /// What is kept of a key that rests; a key that called in one slot only needs no memory of its own for it.
  private enum RestingQuota: Sendable {
    case slot(AdmissionSlots.Slot)
    case slots([AdmissionSlots.Slot])

    var slots: [AdmissionSlots.Slot] {
      switch self {
      case .slot(let slot): [slot]
      case .slots(let slots): slots
      }
    }
  }

  /// The quota of a key that calls, changed where it lies; guarded by its shard.
  private final class ActiveQuota: @unchecked Sendable {
    var quota: Quota

    init(_ quota: Quota) { self.quota = quota }
  }

  private struct Keys: Sendable {
    var active: [String: ActiveQuota] = [:]
    var resting: [String: RestingQuota] = [:]

    /// Lets those rest that have not called for a minute, and forgets those that have not for a day.
    mutating func tidy(at now: UInt64) {
      let idle = active.compactMap { keyID, active in active.quota.rest(at: now).map { (keyID, $0) } }
      for (keyID, slots) in idle {
        active[keyID] = nil
        keep(slots, of: keyID)
      }
      for (keyID, quota) in resting {
        let slots = quota.slots.filter { Quota.counts($0, at: now) }
        if slots.count < quota.slots.count { keep(slots, of: keyID) }
      }
      active.giveBackRoom()
      resting.giveBackRoom()
    }

    private mutating func keep(_ slots: [AdmissionSlots.Slot], of keyID: String) {
      resting[keyID] = slots.count > 1 ? .slots(slots) : slots.first.map { .slot($0) }
    }
  }

  private final class Shard: Sendable {
    let keys = Mutex(Keys())
  }

  private let shards: [Shard]

  /// An empty table.
  package init() {
    shards = (0..<16).map { _ in Shard() }
  }

  /// Admits a call of `keyID` under `plan` at `now` (monotonic nanoseconds), or says which limits refuse it.
  package func admit(keyID: String, plan: QuotaPlan, at now: UInt64) -> Quota.Verdict {
    shards[Int(UInt(bitPattern: keyID.hashValue) % UInt(shards.count))].keys.withLock { keys in
      if let known = keys.active[keyID] { return known.quota.admit(at: now) }
      let before = keys.resting.removeValue(forKey: keyID)?.slots ?? []
      let woken = ActiveQuota(Quota(plan: plan, before: before))
      keys.active[keyID] = woken
      return woken.quota.admit(at: now)
    }
  }

  /// Lets keys rest that have not called for a minute before `now`, monotonic nanoseconds, and forgets those that have not
  /// for a day.
  package func tidy(at now: UInt64) { for shard in shards { shard.keys.withLock { $0.tidy(at: now) } } }

  /// Number of keys that hold a quota.
  package var count: Int { shards.reduce(0) { $0 + $1.keys.withLock { $0.active.count + $0.resting.count } } }

  /// Number of keys whose calls of the last minute are kept one by one.
  package var activeCount: Int { shards.reduce(0) { $0 + $1.keys.withLock { $0.active.count } } }
}

extension Dictionary {
  /// Lets go of room that was needed for many more values than there are now.
  fileprivate mutating func giveBackRoom() {
    if capacity > 64, capacity > 4 * count { self = filter { _ in true } }
  }
}
