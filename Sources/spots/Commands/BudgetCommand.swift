import ArgumentParser
import EnrichmentRPC
import EnrichmentSchema
import EnrichmentService
import Operations
import Pages

struct BudgetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget", abstract: "Shows what the privacy ledger has spent this year.")
  @OptionGroup var store: StoreArguments
  @Option(help: "UTC calendar year, 1970 to 9999; by default the present one.")
  var year: Int32?

  func validate() throws {
    if let year, !(1_970...9_999).contains(year) {
      throw ValidationError("--year \(year): allowed are 1970 to 9999")
    }
  }

  func run() async throws {
    var request = GetLedgerRequest()
    request.year = year ?? 0
    let asked = request
    let response = try await failing {
      try await store.withAdmin(direct: { try await $0.budget(asked) }, server: { try await $0.getLedger(asked) })
    }
    print("year \(response.year): \(response.spentNanoRho) of \(response.capNanoRho) nano-rho spent")
    print(lifetime(of: response))
    print(
      "epsilon \(NumberText.brief(response.epsilonAt1e6)) at delta 1e-6, \(NumberText.brief(response.epsilonAt1e9)) at 1e-9; "
        + "\(response.dailyRunsLeft) daily runs left")
    if !response.closed.isEmpty { print("closed: \(response.closed)") }
  }

  private func lifetime(of response: GetLedgerResponse) -> String {
    let spent = "all years: \(response.spentInAllYearsNanoRho)"
    return response.lifetimeNanoRho.map { "\(spent) of \($0) nano-rho spent, then nothing more is released" }
      ?? "\(spent) nano-rho spent; no bound over all years"
  }
}
