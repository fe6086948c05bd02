/// What an operator enters beside the charges of runs.
extension BudgetLedger {
  /// Goes on in a year of which not everything that was charged is known. The row must be durable like any other.
  ///
  /// - Parameter charge: what is known to have been spent by entries that are not continued; it counts from `time` on.
  package mutating func reopen(
    _ name: String, charge: PrivacyCost, year: Int, at time: Int64
  ) throws(LedgerError) -> LedgerEntry {
    guard charge.nanoRho >= 0, charge.deltaUnits >= 0, spent(in: year).adding(charge) != nil,
      charge.nanoRho <= Int64.max - spentInAllYears
    else { throw .invalidCharge(charge) }
    guard !known.contains(name) else { throw .duplicateReservation(name) }
    let entry = makeEntry(
      name, family: "reopened", policy: "none", charge: charge, change: .reopened, year: year, at: time)
    record(entry)
    return entry
  }

  /// Sets the bound over all years, or lowers it: it is a promise, so it is never raised.
  package mutating func bound(lifetimeNanoRho: Int64, year: Int, at time: Int64) throws(LedgerError) -> LedgerEntry {
    let allowed = spentInAllYears...Swift.max(spentInAllYears, (enteredBound ?? .max))
    guard allowed.contains(lifetimeNanoRho), lifetimeNanoRho != enteredBound else {
      throw .boundRefused(asked: lifetimeNanoRho, allowed: allowed)
    }
    let entry = makeEntry(
      "lifetime/\(lifetimeNanoRho)", family: "lifetime", policy: "none", charge: .zero, change: .bounded, year: year,
      at: time, lifetimeNanoRho: lifetimeNanoRho)
    record(entry)
    return entry
  }

  /// The most nano-rho over all years, by the policy's cap and by what was entered; `nil` where only years are bounded.
  package var lifetimeBound: Int64? { [cap.lifetimeNanoRho, enteredBound].compactMap { $0 }.min() }

  /// What the bound over all years leaves, in nano-rho; `nil` without one.
  package var remainingInAllYears: Int64? { lifetimeBound.map { Swift.max(0, $0 - spentInAllYears) } }
}
