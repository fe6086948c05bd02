import Privacy
import Releases
import Testing

@Suite("the privacy statement", .timeLimit(.minutes(1)))
struct PrivacyStatementTests {
  @Test("a year of the default policy is rho 1, epsilon 7.77; years add up")
  func losses() throws {
    let statement = try PrivacyStatement(of: .default)
    let rounded = statement.losses.map { ($0.epsilon * 100).rounded() / 100 }
    #expect(statement.losses.map(\.years) == [1, 2, 3, 5] && rounded == [7.77, 11.69, 14.95, 20.55])
    #expect(abs(statement.losses[0].delta - 1.42e-6) < 1e-12)
    #expect(statement.lines.contains("  1 year : rho 1.000, epsilon 7.77 at delta 1.42e-6"))
  }

  @Test("every statistic of every family is named with its noise and price")
  func families() throws {
    let statement = try PrivacyStatement(of: .default)
    #expect(
      statement.families.map(\.name) == [
        "daily", "weekly_profile", "weekly_network", "admission", "affinity", "outcomes",
      ])
    let names = statement.families.prefix(3).flatMap { $0.statistics.map(\.name) }
    #expect(
      names == DailyStatistic.allCases.map(\.rawValue) + ProfileStatistic.allCases.map(\.rawValue)
        + NetworkStatistic.allCases.map(\.rawValue))
    for family in statement.families {
      #expect(family.statistics.reduce(0) { $0 + $1.nanoRho } <= family.nanoRhoPerRun)
      #expect(family.isKept == family.statistics.isEmpty)
    }
    let yearly = statement.families.reduce(0) { $0 + $1.runsPerYear * $1.nanoRhoPerRun }
    #expect(yearly == 989_999_674)
    let marks = try #require(statement.families[0].statistics.first { $0.name == "trend_setter" })
    #expect(marks.sensitivityGranules == 1.5 * 4_096)
  }

  @Test("what is published without noise is said to be declared")
  func notCovered() throws {
    let texts = try PrivacyStatement(of: .default).notCovered
    #expect(texts.contains { $0.contains("is declared, by files") })
  }

  @Test("affinity is stated by its two vectors, which together cost its charge")
  func affinity() throws {
    let statement = try PrivacyStatement(of: .affinity)
    let family = statement.families[0]
    #expect(statement.families.map(\.name) == ["affinity"] && !family.isKept)
    #expect(family.statistics.map(\.name) == ["zones_by_items", "people_of_zones"])
    #expect(family.statistics.reduce(0) { $0 + $1.nanoRho } == 185_069_840)
    #expect(family.statistics[0].sensitivityGranules == 65_541)
    #expect(abs(family.statistics[1].noiseGranules - 24.4) < 0.05)
    #expect(statement.lines.contains("  1 year : rho 0.185, epsilon 3.00 at delta 1.00e-6"))
    #expect(
      statement.lines.contains("  affinity: at most 1 run a year, 185069840 nano-rho each"))
    #expect(statement.floor.contains("at least 237"))
  }

  @Test("a changed policy changes the statement")
  func changes() throws {
    let (ours, research) = (try PrivacyStatement(of: .default), try PrivacyStatement(of: .research))
    #expect(ours.policy == "default 2" && research.policy == "research 2")
    #expect(ours.floor != research.floor && ours.families != research.families && ours.lines != research.lines)
    #expect(ours.floor.contains("1000 people") && ours.floor.contains("over 1098"))
  }
}
