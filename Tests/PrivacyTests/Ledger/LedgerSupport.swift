@testable import Privacy

extension BudgetLedger {
  /// A time for the charges of a year, further from those of the next than charges of one year count.
  static func middle(of year: Int) -> Int64 { Int64(year - 1970) * 367 * LedgerEntry.day }

  /// Sets budget aside in the middle of a year, under the policy `default`, whatever the clock said before.
  mutating func reserve(
    _ name: String, family: String, charge: PrivacyCost, year: Int
  ) throws(LedgerError) -> BudgetReservation {
    try reserve(
      name, family: family, policy: "default", charge: charge, year: year, at: Self.middle(of: year), acceptsClock: true
    )
  }

  /// What a year may still spend in its middle.
  func remaining(in year: Int) -> PrivacyCost { remaining(in: year, at: Self.middle(of: year)) }

  /// The status of a year in its middle.
  func status(of year: Int, runCharge: PrivacyCost) -> BudgetStatus {
    status(of: year, runCharge: runCharge, at: Self.middle(of: year))
  }
}
