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
  /// The status of a year at a time, microseconds since 1970 UTC, counting runs of `runCharge` that leave what is kept
  /// for other families, `keptNanoRho`, untouched.
  package func status(
    of year: Int, runCharge: PrivacyCost, keptNanoRho: Int64 = 0, at time: Int64
  ) -> BudgetStatus {
    let (spent, left) = (spent(in: year), left(in: year, at: time))
    return BudgetStatus(
      year: year, spent: spent, cap: cap.perYear, left: left,
      epsilonAtMicro: ZCDPConversion.epsilon(rho: spent.rho, delta: 1e-6) ?? .infinity,
      epsilonAtNano: ZCDPConversion.epsilon(rho: spent.rho, delta: 1e-9) ?? .infinity,
      runsLeft: runsLeft(in: year, runCharge: runCharge, keptNanoRho: keptNanoRho, at: time))
  }

  private func left(in year: Int, at time: Int64) -> PrivacyCost {
    var left = remaining(in: year, at: time)
    if let lifetime = remainingInAllYears { left.nanoRho = Swift.min(left.nanoRho, lifetime) }
    return left
  }

  private func runsLeft(in year: Int, runCharge: PrivacyCost, keptNanoRho: Int64, at time: Int64) -> Int64 {
    let left = remaining(in: year, at: time)
    var rho = Swift.max(0, left.nanoRho - keptNanoRho)
    if let lifetime = remainingInAllYears { rho = Swift.min(rho, lifetime) }
    let byRho = runCharge.nanoRho > 0 ? rho / runCharge.nanoRho : Int64.max
    let byDelta = runCharge.deltaUnits > 0 ? left.deltaUnits / runCharge.deltaUnits : Int64.max
    return Swift.min(byRho, byDelta)
  }
}
