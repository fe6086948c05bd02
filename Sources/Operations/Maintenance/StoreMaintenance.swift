import Population
import Privacy
package import Storage

/// What keeps a store small and sound: expiry, retention and the check of its ledger.
///
/// Each work is told the time, deletes in steps that never hold other writes up for long, and answers in words what
/// became of it.
package struct StoreMaintenance: Sendable {
  /// How long a session that nobody writes to can be resumed unless told otherwise, in microseconds: a day.
  package static let sessionLifetime = RegionCalendar.day
  /// How long an event is remembered, in microseconds: what is older than 7 days is refused, and one may be a day ahead of
  /// the clock, so that an id counts once for ever.
  package static let eventMemory = 8 * RegionCalendar.day
  /// Most rows that one step deletes.
  static let rowsAtOnce = 2_000

  private let store: any Store
  private let sessionLifetime: Int64

  /// The maintenance of a store.
  ///
  /// - Parameter sessionLifetime: how long a session that nobody writes to can be resumed, in microseconds.
  package init(store: any Store, sessionLifetime: Int64 = Self.sessionLifetime) {
    (self.store, self.sessionLifetime) = (store, sessionLifetime)
  }

  /// Deletes cached answers that nobody may be given any more.
  package func expireCache(now: Int64) async throws -> String {
    let count = try await repeated {
      try await store.deleteCachedRows(expiredBefore: SegmentCache.expiry(at: now), limit: $0)
    }
    return "deleted \(count) cached answers"
  }

  /// Deletes sessions that can no longer be resumed.
  package func expireSessions(now: Int64) async throws -> String {
    let count = try await repeated {
      try await store.deleteSessions(touchedBefore: now - sessionLifetime, limit: $0)
    }
    return "deleted \(count) sessions"
  }

  /// Forgets the events that would be too old if they came again.
  package func forgetEvents(now: Int64) async throws -> String {
    var count = 0
    var last: EventID?
    repeat {
      let forgotten = try await store.forgetEvents(
        receivedBefore: now - Self.eventMemory, after: last, limit: Self.rowsAtOnce)
      count += forgotten.count
      last = forgotten.count < Self.rowsAtOnce ? nil : forgotten.last
      try Task.checkCancellation()
    } while last != nil
    return "forgot \(count) events"
  }

  /// Deletes rows older than their region keeps them; an archived region counts from the day its rows end.
  package func dropOldRows(now: Int64) async throws -> String {
    var count = 0
    for region in try await store.regions() {
      guard let days = region.historyDays else { continue }
      let time = (region.asOf ?? now) - Int64(days) * RegionCalendar.day
      count += try await repeated { try await store.deleteActions(region: region.id, before: time, limit: $0) }
    }
    return "deleted \(count) rows"
  }

  /// Replays the privacy ledger, and says when a year of it is closed.
  ///
  /// - Throws: `StoreError.ledger` when its rows are no unbroken chain.
  package func reconcileLedger(now: Int64) async throws -> String {
    let status = try await store.ledger(cap: PrivacyPolicy.default.cap)
    if let closure = store.ledgerClosure {
      return "the chain is whole; \(closure.year) is closed: \(closure.reason)"
    }
    let open = status.openReservations.count
    return open == 0 ? "the chain is whole" : "the chain is whole; \(open) runs under way"
  }

  /// Deletes in steps until a step finds less than it may delete.
  private func repeated(_ step: (_ limit: Int) async throws -> Int) async throws -> Int {
    var total = 0
    while true {
      let count = try await step(Self.rowsAtOnce)
      total += count
      guard count >= Self.rowsAtOnce else { return total }
      try Task.checkCancellation()
    }
  }
}
