package import EnrichmentSchema
package import Privacy

/// What the ledger says of a year, as a budget-status answer.
package enum BudgetAnswer {
  /// Spent, cap, epsilon at two deltas and the daily runs that still fit at the mean price of the schedule.
  package static func response(for ledger: BudgetLedger, year: Int) -> GetBudgetResponse {
    let status = ledger.status(of: year, runCharge: PrivacyPolicy.default.meanRunCost)
    var response = GetBudgetResponse()
    response.year = Int32(clamping: year)
    response.spentNanoRho = status.spent.nanoRho
    response.capNanoRho = status.cap.nanoRho
    response.epsilonAt1e6 = status.epsilonAtMicro
    response.epsilonAt1e9 = status.epsilonAtNano
    response.dailyRunsLeft = Int32(clamping: status.runsLeft)
    return response
  }
}
