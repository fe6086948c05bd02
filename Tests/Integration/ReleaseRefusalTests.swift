import Foundation
import Testing

/// What `spots release` refuses, of real programs: every refusal comes before anything is charged.
@Suite("a release that is refused", .timeLimit(.minutes(5)))
struct ReleaseRefusalTests {
  private static func spots(_ words: String, _ store: String) async throws -> ProgramRun {
    try await ProgramRun.run(
      ProgramRun.programs.appending(path: "spots"),
      words.split(separator: " ").map(String.init) + ["--store", "sqlite:\(store)"])
  }

  @Test("is not charged, whatever is wrong with it, with a server and without one", arguments: [false, true])
  func uncharged(isServed: Bool) async throws {
    let store = try await SmallCity.copy()
    let server = isServed ? try await RunningServer(store: store) : nil
    let budget = try await Self.spots("budget", store).output
    #expect(budget.hasPrefix("year 20") && !budget.contains(": 0 of"))
    let tomorrow = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: 86_400))
    let refusals: [(String, Int32, String)] = [
      ("release", 69, "a release at this cut-off exists, and another would be charged again"),
      ("release --dry-run", 69, "--force draws it all the same"),
      ("release --as-of 1970-01-01", 69, "more than a year before its rows end"),
      ("release --as-of 2024-02-30", 64, "--as-of 2024-02-30: "), ("release --as-of 9999-12-31", 64, "is to come"),
      ("release --as-of \(tomorrow)", 64, "is to come"),
      ("release --policy research --force", 69, "was begun under the policy 'default "),
      ("release --policy lax", 64, "allowed are"), ("release --region nowhere", 64, "the store has coast, simcity"),
    ]
    for (command, status, words) in refusals {
      let run = try await Self.spots(command, store)
      #expect(run.status == status && run.errors.contains(words), "\(command): \(run.status) \(run.errors)")
      #expect(run.output.isEmpty)
      #expect(try await Self.spots("budget", store).output == budget, "\(command)")
    }
    let rehearsed = try await Self.spots("release --dry-run --force --region simcity", store)
    #expect(
      rehearsed.status == 0 && rehearsed.output.contains("expected error: region simcity: noise alone"), "\(rehearsed)")
    #expect(try await Self.spots("budget", store).output == budget)
    let forced = try await Self.spots("release --force --region simcity", store)
    #expect(forced.status == 0 && forced.output.contains("released rel_"), "\(forced.errors)")
    #expect(try await Self.spots("budget", store).output != budget)
    #expect(server?.isRunning != false)
  }

  @Test("a bare day is the day of the region, as in its import")
  func regionalDay() async throws {
    let store = try await SmallCity.copy()
    let own = try await Self.spots("release --dry-run --force --region coast --as-of 2013-02-22", store)
    #expect(own.status == 0 && own.output.contains("cut-off 2013-02-21T17:00:00Z"), "\(own.output)\(own.errors)")
    let zoned = try await Self.spots("release --dry-run --force --region coast --as-of 2013-02-21T00:00:00Z", store)
    #expect(zoned.output.contains("cut-off 2013-02-21T00:00:00Z"), "\(zoned.output)\(zoned.errors)")
    let later = try await Self.spots("release --dry-run --force --region coast --as-of 2013-02-23", store)
    #expect(later.status == 64 && later.errors.contains("its rows end at 2013-02-21T17:00:00Z"), "\(later.errors)")
    let help = try await ProgramRun.spots("release", "--help")
    #expect(help.output.replacing(/\s+/, with: " ").contains("goes by the clock of each region, as in an import"))
  }
}
