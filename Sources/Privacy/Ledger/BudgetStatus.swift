/// What has been spent and what is left, as it is told to partners and operators.
package struct BudgetStatus: Sendable, Hashable {
  /// Accounting year (UTC calendar year).
  package let year: Int
  /// What the year has spent, settled or not.
  package let spent: PrivacyCost
  /// What the year may spend.
  package let cap: PrivacyCost
  /// What may still be spent, by year, by 366 days and by the bound over all years.
  package let left: PrivacyCost
  /// Epsilon of what is spent, at delta `1e-6`.
  package let epsilonAtMicro: Double
  /// Epsilon of what is spent, at delta `1e-9`.
  package let epsilonAtNano: Double
  /// Whole runs of the given charge that still fit, by year, by 366 days and by lifetime.
  package let runsLeft: Int64
}

extension BudgetLedger {
  /// The status of a year at a time, microseconds since 1970 UTC, counting runs of `runCharge`.
  package func status(of year: Int, runCharge: PrivacyCost, at time: Int64) -> BudgetStatus {
    let (spent, left) = (spent(in: year), left(in: year, at: time))
    return BudgetStatus(
      year: year, spent: spent, cap: cap.perYear, left: left,
      epsilonAtMicro: ZCDPConversion.epsilon(rho: spent.rho, delta: 1e-6) ?? .infinity,
      epsilonAtNano: ZCDPConversion.epsilon(rho: spent.rho, delta: 1e-9) ?? .infinity,
      runsLeft: Self.runs(of: runCharge, in: left))
  }

  private func left(in year: Int, at time: Int64) -> PrivacyCost {
    var left = remaining(in: year, at: time)
    if let lifetime = remainingInAllYears { left.nanoRho = Swift.min(left.nanoRho, lifetime) }
    return left
  }

  private static func runs(of charge: PrivacyCost, in left: PrivacyCost) -> Int64 {
    let byRho = charge.nanoRho > 0 ? left.nanoRho / charge.nanoRho : Int64.max
    let byDelta = charge.deltaUnits > 0 ? left.deltaUnits / charge.deltaUnits : Int64.max
    return Swift.min(byRho, byDelta)
  }
}
