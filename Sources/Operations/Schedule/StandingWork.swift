import EnrichmentSchema
import Population
import Privacy
package import Storage

/// What a server does by the clock for the store it serves, beside answering.
package struct StandingWork: Sendable {
  /// Which releases are drawn by the clock.
  package enum ReleaseSchedule: String, Sendable, CaseIterable {
    /// The policy `default`, every 23 hours, for live regions.
    case `default`
    /// None: releases are drawn by hand.
    case off
  }

  /// How long a session that nobody writes to can be resumed, in microseconds: a day.
  package static let sessionLifetime = RegionCalendar.day
  /// Most rows that one statement of a clean-up deletes, so that other writes never wait long.
  static let rowsAtOnce = 2_000

  private let store: any Store
  private let epochs: EpochJob

  /// The standing work of a store.
  package init(store: any Store, epochs: EpochJob) { (self.store, self.epochs) = (store, epochs) }

  /// The table: names, periods and what each does.
  package func works(releases: ReleaseSchedule) -> [(work: RecurringWork, body: Scheduler.Body)] {
    let hour = RegionCalendar.hour
    var works: [(work: RecurringWork, body: Scheduler.Body)] = [
      (RecurringWork("cache_expiry", every: hour, jitter: 0.1), expireCache),
      (RecurringWork("session_expiry", every: hour, jitter: 0.1), expireSessions),
      (RecurringWork("retention", every: 24 * hour, jitter: 0.02), dropOldRows),
      (RecurringWork("ledger_reconciliation", every: 24 * hour, jitter: 0.02), reconcileLedger),
    ]
    if releases == .default {
      let period = Int64(PrivacyPolicy.default.periodHours) * hour
      works.insert((RecurringWork("release", every: period), release), at: 0)
    }
    return works
  }

  private func release(now: Int64) async throws -> String {
    guard try await epochs.canAnswer(.live) else { return "skipped: no live region with a registered segment" }
    let response = try await epochs.run(policy: .default, coverage: .live, asOf: nil, now: now)
    return "\(response.releaseID): \(response.answerableSegments) of \(response.segments) segments can be answered, "
      + "charged \(response.nanoRho) nano-rho"
  }

  private func expireCache(now: Int64) async throws -> String {
    let count = try await repeated {
      try await store.deleteCachedRows(expiredBefore: now - CacheLayer.segment.lifetime, limit: $0)
    }
    return "deleted \(count) cached answers"
  }

  private func expireSessions(now: Int64) async throws -> String {
    let count = try await repeated {
      try await store.deleteSessions(touchedBefore: now - Self.sessionLifetime, limit: $0)
    }
    return "deleted \(count) sessions"
  }

  /// Rows older than a region keeps them; an archived region counts from the day its rows end.
  private func dropOldRows(now: Int64) async throws -> String {
    var count = 0
    for region in try await store.regions() {
      guard let days = region.historyDays else { continue }
      let time = (region.asOf ?? now) - Int64(days) * RegionCalendar.day
      count += try await repeated { try await store.deleteActions(region: region.id, before: time, limit: $0) }
    }
    return "deleted \(count) rows"
  }

  private func reconcileLedger(now: Int64) async throws -> String {
    let status = try await store.ledger(cap: PrivacyPolicy.default.cap)
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
