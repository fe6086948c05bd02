import EnrichmentSchema
import Operations
import Population
import Privacy
import Segments
import Storage
import WireFormat

/// `GetBudget`: what the ledger says of a year. Every number in it is public; none depends on anybody's data.
struct BudgetReport: Sendable {
  private static let years: ClosedRange<Int32> = 1_970...9_999

  private let ledger: any LedgerStore
  private let clock: TimeSource

  init(ledger: any LedgerStore, clock: TimeSource) { (self.ledger, self.clock) = (ledger, clock) }

  func response(to request: GetBudgetRequest) async throws -> GetBudgetResponse {
    guard request.year == 0 || Self.years.contains(request.year) else {
      throw RequestError.invalidArgument([
        RequestViolation(field: "year", value: "\(request.year)", allowed: "1970 to 9999, or 0 for the present one")
      ])
    }
    let now = clock.now
    let year = request.year == 0 ? CivilTime(microseconds: now).date.year : Int(request.year)
    return BudgetAnswer(
      ledger: try await ledger.ledger(cap: PrivacyPolicy.default.cap), closure: ledger.ledgerClosure, year: year,
      at: now
    ).partnerResponse
  }
}
