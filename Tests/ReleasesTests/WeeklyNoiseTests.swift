import EngineFixtures
import EnrichmentSchema
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("noise of the weekly families", .timeLimit(.minutes(2)))
struct WeeklyNoiseTests {
  /// Releases of nobody: whatever stands in them is noise.
  private func draws(_ count: Int) throws -> [[NoisyStatistic]] {
    let builder = try ReleaseBuilder(policy: .default, family: DailyFamily(sources: .all))
    var source = SeededBitsForTesting(seed: 21)
    return try (0..<count).map { _ in
      let cell = try builder.release(
        of: ReleaseFixtures.cell([]), profile: WeeklyFixtures.profile([]), cell: ReleaseFixtures.releasedCell("c"),
        run: ReleaseFixtures.run, admissions: [], using: &source)
      let network = builder.network(
        of: WeeklyFixtures.network([]), cell: ReleaseFixtures.releasedCell("r"), run: ReleaseFixtures.run,
        using: &source)
      return cell.statistics.filter { ProfileStatistic(rawValue: $0.name) != nil } + network.statistics
    }
  }

  @Test("every coordinate gets its own, empty ones included, of the variance that is told and the price that is paid")
  func everyCoordinate() throws {
    let draws = try draws(30)
    #expect(draws[0].map(\.sums.count) == [192, 144, 5, 2, 1, 1, 1, 1, 3, 1])
    let bounds = ReleaseBuilder.bounds(daily: DailyFamily(sources: .all), profile: ProfileFamily(sources: .all))
    for index in draws[0].indices {
      let (statistic, all) = (draws[0][index], draws.flatMap { $0[index].sums })
      let variance = Double(statistic.sigma2Numerator) / Double(statistic.sigma2Denominator)
      let mean = all.reduce(0) { $0 + Double($1) * Double($1) } / variance / Double(all.count)
      let deviations = (mean - 1) / (2 / Double(all.count)).squareRoot()
      #expect(abs(deviations) < 4.5, "\(statistic.name): \(mean)")
      #expect(all.count { $0 == 0 } <= 1 + all.count / 40, "\(statistic.name)")
      let bound = try #require(bounds[statistic.name]?.l2Squared)
      #expect(Double(bound) / (2 * variance) <= Double(statistic.nanoRho) / 1e9, "\(statistic.name)")
    }
  }

  @Test("no two draws, cells or coordinates share their noise")
  func fresh() throws {
    let draws = try draws(3)
    let moves = draws.compactMap { $0.first { $0.name == "journey_transitions" }?.sums }
    #expect(Set(moves).count == 3 && Set(moves.flatMap { $0 }).count > 420)
  }
}
