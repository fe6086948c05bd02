import Privacy
import Storage

/// A ledger that one run was charged in, in 2026.
struct FixedLedger: LedgerStore {
  static let spent: Int64 = 25_000_000

  let ledgerClosure: LedgerClosure? = nil
  let ledgerRemarks: [String] = []

  func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger {
    var ledger = BudgetLedger(cap: cap, hasher: { Array($0.suffix(32)) })
    do throws(LedgerError) {
      _ = try ledger.reserve(
        "epoch-1/rel", family: "daily", policy: "default", charge: PrivacyCost(nanoRho: Self.spent), year: 2026,
        at: LiveEnrichment.start)
      _ = try ledger.bound(lifetimeNanoRho: 40_000_000, year: 2026, at: LiveEnrichment.start)
    } catch {
      throw .ledger(error)
    }
    return ledger
  }

  func reopenLedger(at now: Int64) async throws(StoreError) { throw .closed }

  func boundLifetime(nanoRho: Int64, at now: Int64) async throws(StoreError) { throw .closed }
}
