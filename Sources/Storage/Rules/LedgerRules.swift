import Cryptography
package import Privacy

/// The privacy ledger under the rules of `BudgetLedger`: append-only, no refund.
///
/// Every write replays the stored rows first, inside its own transaction. That costs about a millisecond for a year of
/// entries, happens a few times a day, and leaves no state in memory that a crash or a rollback could contradict.
package enum LedgerRules {
  /// The ledger as it is stored. Throws `ledger` when the rows do not form an unbroken chain.
  static func replay(cap: BudgetCap, in transaction: any SQLTransaction) throws -> BudgetLedger {
    var ledger = BudgetLedger(cap: cap, hasher: { SHA256.digest($0) })
    for entry in try entries(in: transaction) {
      do { try ledger.replay(entry) } catch { throw StoreError.ledger(error) }
    }
    return ledger
  }

  /// Every entry as it is stored, year by year.
  static func entries(in transaction: any SQLTransaction) throws -> [LedgerEntry] {
    try transaction.statement(LedgerTable.all).rows(as: LedgerTable.read)
  }

  /// Sets the bound over all years, or lowers it; the bound that holds already is no entry. Throws `ledger`.
  static func bound(lifetimeNanoRho: Int64, year: Int, now: Int64, in transaction: any SQLTransaction) throws {
    var ledger = try replay(cap: BudgetCap(perYear: .zero), in: transaction)
    guard ledger.enteredBound != lifetimeNanoRho else { return }
    let entry: LedgerEntry
    do { entry = try ledger.bound(lifetimeNanoRho: lifetimeNanoRho, year: year, at: now) } catch {
      throw StoreError.ledger(error)
    }
    try append(entry, in: transaction)
  }

  /// Reserves a charge. Throws `ledger` when the ledger refuses it.
  package static func reserve(
    _ name: String, for run: EpochRunRequest, cap: BudgetCap, now: Int64, in transaction: any SQLTransaction
  ) throws {
    var ledger = try replay(cap: cap, in: transaction)
    let entry: LedgerEntry
    do {
      entry =
        try ledger.reserve(
          name, family: run.family, policy: run.policy, charge: run.charge, year: run.year, at: now,
          acceptsClock: run.acceptsClock
        ).entry
    } catch {
      throw StoreError.ledger(error)
    }
    try append(entry, in: transaction)
  }

  /// Ends a reservation as used or abandoned; it stays spent. Throws `ledger` when none of that name is open.
  package static func settle(
    _ name: String, as change: LedgerEntry.Change, now: Int64, in transaction: any SQLTransaction
  ) throws {
    guard
      let reserved = try transaction.statement(LedgerTable.reservedByName).first(name, as: LedgerTable.read),
      let last = try transaction.statement(LedgerTable.lastOfYear).first(reserved.year, as: LedgerTable.read)
    else { throw StoreError.ledger(.unknownReservation(name)) }
    var entry = LedgerEntry(
      year: reserved.year, sequence: last.sequence + 1, reservation: name, family: reserved.family,
      policy: reserved.policy,
      time: now, charge: .zero, change: change, previousHash: last.hash, hash: [])
    entry.hash = SHA256.digest(entry.canonicalBytes)
    // What is settled costs nothing more, so no cap can refuse it; replaying the new row applies every other rule.
    var ledger = try replay(cap: BudgetCap(perYear: .zero), in: transaction)
    guard ledger.openReservations.contains(name) else { throw StoreError.ledger(.unknownReservation(name)) }
    do { try ledger.replay(entry) } catch { throw StoreError.ledger(error) }
    try append(entry, in: transaction)
  }

  static func append(_ entry: LedgerEntry, in transaction: any SQLTransaction) throws {
    try LedgerTable.write(entry, with: transaction.statement(LedgerTable.append))
  }
}
