package import EnrichmentSchema
package import Privacy
package import Storage

/// What the ledger says of a year, as a budget-status answer.
package struct BudgetAnswer: Sendable {
  private let ledger: BudgetLedger
  private let status: BudgetStatus
  private let closure: LedgerClosure?

  /// The status of a year at a time, microseconds since 1970 UTC; runs are counted at the mean price of the schedule.
  package init(ledger: BudgetLedger, closure: LedgerClosure?, year: Int, at now: Int64) {
    self.ledger = ledger
    self.closure = closure.flatMap { year <= $0.year ? $0 : nil }
    let policy = PrivacyPolicy.default
    status = ledger.status(of: year, runCharge: policy.meanRunCost, keptNanoRho: policy.keptNanoRho, at: now)
  }

  /// What a partner is told.
  package var partnerResponse: GetBudgetResponse {
    let told = response
    var response = GetBudgetResponse()
    (response.year, response.capNanoRho, response.spentNanoRho) = (told.year, told.capNanoRho, told.spentNanoRho)
    (response.leftNanoRho, response.epochsLeft) = (told.leftNanoRho, told.dailyRunsLeft)
    (response.epsilonAt1e6, response.epsilonAt1e9) = (told.epsilonAt1e6, told.epsilonAt1e9)
    response.lifetimeNanoRho = told.lifetimeNanoRho
    return response
  }

  /// What an operator is told.
  package var response: GetLedgerResponse {
    var response = GetLedgerResponse()
    response.year = Int32(clamping: status.year)
    (response.spentNanoRho, response.capNanoRho) = (status.spent.nanoRho, status.cap.nanoRho)
    (response.epsilonAt1e6, response.epsilonAt1e9) = (status.epsilonAtMicro, status.epsilonAtNano)
    response.leftNanoRho = closure == nil ? status.left.nanoRho : 0
    response.dailyRunsLeft = closure == nil ? Int32(clamping: status.runsLeft) : 0
    response.spentInAllYearsNanoRho = ledger.spentInAllYears
    response.lifetimeNanoRho = ledger.lifetimeBound
    response.closed = closure?.reason ?? ""
    return response
  }
}
