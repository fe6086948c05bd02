import EnrichmentSchema
import Population
import Privacy
package import Storage

/// What a server does by the clock for the store it serves, beside answering.
package struct StandingWork: Sendable {
  /// What the work is called that draws releases.
  package static let releaseName = "release"

  /// Which releases are drawn by the clock.
  package enum ReleaseSchedule: String, Sendable, CaseIterable {
    /// The policy `default`, every 23 hours, for live regions.
    case `default`
    /// None: releases are drawn by hand.
    case off
  }

  private let maintenance: StoreMaintenance
  private let epochs: EpochJob

  /// The standing work of a store.
  ///
  /// - Parameter sessionLifetime: how long a session that nobody writes to can be resumed, in microseconds.
  package init(store: any Store, epochs: EpochJob, sessionLifetime: Int64 = StoreMaintenance.sessionLifetime) {
    (maintenance, self.epochs) = (StoreMaintenance(store: store, sessionLifetime: sessionLifetime), epochs)
  }

  /// The table: names, periods and what each does.
  package func works(releases: ReleaseSchedule) -> [(work: RecurringWork, body: Scheduler.Body)] {
    let hour = RegionCalendar.hour
    var works: [(work: RecurringWork, body: Scheduler.Body)] = [
      (RecurringWork("cache_expiry", every: hour, jitter: 0.1), maintenance.expireCache),
      (RecurringWork("session_expiry", every: hour, jitter: 0.1), maintenance.expireSessions),
      (RecurringWork("event_expiry", every: 24 * hour, jitter: 0.02), maintenance.forgetEvents),
      (RecurringWork("retention", every: 24 * hour, jitter: 0.02), maintenance.dropOldRows),
      (RecurringWork("ledger_reconciliation", every: 24 * hour, jitter: 0.02), maintenance.reconcileLedger),
    ]
    if releases == .default {
      let period = Int64(PrivacyPolicy.default.periodHours) * hour
      works.insert((RecurringWork(Self.releaseName, every: period, isRepeatable: false), release), at: 0)
    }
    return works
  }

  private func release(now: Int64) async throws -> String {
    guard try await epochs.canAnswer(.live) else { return "skipped: no live region with a registered segment" }
    let response: RunReleaseResponse
    do {
      response = try await epochs.run(policy: .default, coverage: .live, asOf: nil, now: now)
    } catch OperatorError.pointless(let reason) {
      return "skipped: \(reason)"
    } catch StoreError.ledger(let refusal) {
      guard case .lifetimeExhausted = refusal else { throw StoreError.ledger(refusal) }
      return "ended: \(refusal)"
    }
    return "\(response.releaseID): \(response.answerableSegments) of \(response.segments) segments can be answered, "
      + "charged \(response.nanoRho) nano-rho"
  }
}
