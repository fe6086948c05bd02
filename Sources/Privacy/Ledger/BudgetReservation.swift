/// Budget that was set aside and not yet settled; it can be settled once, because it cannot be copied.
///
/// Losing one loses nothing but the budget: the ledger still holds it as open, and `abandon(reservationNamed:)` closes
/// it after a crash.
package struct BudgetReservation: ~Copyable, Sendable {
  /// Name of the reservation.
  package let name: String
  /// The row to store durably before the release is computed.
  package let entry: LedgerEntry

  init(entry: LedgerEntry) {
    name = entry.reservation
    self.entry = entry
  }
}
