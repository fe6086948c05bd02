package import Privacy

/// The privacy ledger: append-only, no refund. `EpochRunStore` writes the entries of runs through the same rules,
/// which are `Privacy.BudgetLedger`'s.
package protocol LedgerStore: Sendable {
  /// Reserves a charge durably; the cap is judged inside the write. Throws `ledger` and changes nothing when the
  /// ledger refuses it. Returns the stored entry.
  func reserve(
    _ reservation: String, family: String, charge: PrivacyCost, year: Int, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> LedgerEntry
  /// Ends a reservation as used or abandoned; it stays spent. Throws `ledger` when none of that name is open,
  /// `invalidValue` for `reserved`.
  func settle(_ reservation: String, as change: LedgerEntry.Change, at now: Int64) async throws(StoreError)
  /// The whole ledger, replayed and so verified, to ask what is spent and left under a cap. Throws `ledger` when the
  /// stored rows do not form an unbroken chain.
  func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger
  /// All entries of a year in order.
  func ledgerEntries(of year: Int) async throws(StoreError) -> [LedgerEntry]
}
