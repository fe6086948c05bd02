import EnrichmentRPC
import EnrichmentSchema
import Operations
import Privacy
import RPC
import Testing

@testable import EnrichmentService

@Suite("the budget that a partner is told", .timeLimit(.minutes(5)))
struct BudgetReportTests {
  private func request(_ year: Int32) -> GetBudgetRequest {
    var request = GetBudgetRequest()
    request.year = year
    return request
  }

  @Test("is for keys with the scope only: cap, spent, left, both epsilons, and the releases that still fit")
  func answer() async throws {
    try await LiveEnrichment.run { live in
      let refused = try await live.error { _ = try await $0.getBudget(request(2026), options: live.options()) }
      #expect(refused?.code == .permissionDenied)
      let key = try APIKey(environment: "poc", partner: "auditor", random: Array(32..<64))
      try await live.store.add(key, pepper: live.pepper, scopes: [.budgetRead])
      try await live.keys.refresh()
      let told = try await live.client.getBudget(request(2026), options: live.options(key.text))
      #expect(told.year == 2026 && told.spentNanoRho == FixedLedger.spent && told.capNanoRho == 1_000_000_000)
      #expect(told.lifetimeNanoRho == 40_000_000 && told.leftNanoRho == 15_000_000)
      #expect(told.epochsLeft == Int32(15_000_000 / PrivacyPolicy.default.meanRunCost.nanoRho))
      #expect(abs(told.epsilonAt1e6 - 1.0140742547) < 1e-9 && told.epsilonAt1e9 > told.epsilonAt1e6)
      let present = try await live.client.getBudget(request(0), options: live.options(key.text))
      #expect(present.year == 1970 && present.spentNanoRho == 0 && present.metadata?.requestID.isEmpty == false)
    }
  }

  @Test("is refused for a year that is none, with what is allowed", arguments: [-1, 1, 1_969, 10_000, Int32.max])
  func years(year: Int32) async throws {
    try await LiveEnrichment.run { live in
      let key = try APIKey(environment: "poc", partner: "auditor", random: Array(32..<64))
      try await live.store.add(key, pepper: live.pepper, scopes: [.budgetRead])
      try await live.keys.refresh()
      let error = try await live.error { _ = try await $0.getBudget(request(year), options: live.options(key.text)) }
      #expect(
        error?.code == .invalidArgument && error?.message.contains("1970 to 9999") == true, "\(error?.message ?? "")")
    }
  }
}
