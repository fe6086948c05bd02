import Foundation
import Testing

/// What a partner is told of the privacy budget, by a real server.
@Suite("`GetBudget`", .timeLimit(.minutes(5)))
struct BudgetCallTests {
  @Test("answers holders of a key with its scope what the operator's ledger says, and nobody else")
  func scope() async throws {
    let server = try await RunningServer(store: try await SmallCity.copy())
    let made = try await ProgramRun.spots(
      "keys", "create", "--partner", "auditor", "--scopes", "budget:read", "--store", "sqlite:\(server.store)")
    let auditor = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    func call(_ request: String, key: String) async throws -> ProgramRun {
      try await ProgramRun.spots(
        "call", "GetBudget", request, "--endpoint", server.endpoint, environment: ["SPOTS_KEY": key])
    }
    let refused = try await call("{}", key: try await server.makeKey())
    #expect(refused.status == 1 && refused.errors.contains("PERMISSION_DENIED"), "\(refused.errors)")
    let told = try await call("{}", key: auditor)
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(told.output.utf8)) as? [String: Any], "\(told.errors)")
    let budget = try await ProgramRun.spots("budget", "--store", "sqlite:\(server.store)").output
    let spent = try #require(answer["spent_nano_rho"] as? String)
    #expect(budget.contains(": \(spent) of 1000000000 nano-rho spent"), "\(budget)")
    #expect(answer["cap_nano_rho"] as? String == "1000000000")
    let left = try #require(answer["left_nano_rho"] as? String)
    #expect((Int64(spent) ?? 0) + (Int64(left) ?? 0) == 1_000_000_000)
    #expect(budget.contains("; \(answer["epochs_left"] as? Int ?? -1) daily runs left"), "\(answer)")
    #expect((answer["epsilon_at_1e6"] as? Double ?? 0) > 0 && answer["lifetime_nano_rho"] == nil)
    #expect(try await call("{\"year\":12}", key: auditor).errors.contains("allowed: 1970 to 9999"))
  }
}
