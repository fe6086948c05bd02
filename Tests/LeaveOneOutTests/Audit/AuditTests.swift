import EnrichmentSchema
import Foundation
import Population
import Privacy
import Releases
import Segments
import Storage
import Testing

/// What somebody who has only answers can tell of a person, measured.
///
/// Two stores are imported that differ by one person; whoever wants to know which of them answered draws releases of both.
@Suite("audit", .enabled(if: Soak.isOn), .timeLimit(.minutes(60)))
struct AuditTests {
  private static let delta = 0.05
  private static let draws = 60_000

  /// The city with and without somebody who counts for every purpose, and the cell they are in.
  private func pair() async throws -> (with: DrawnAnswers, without: DrawnAnswers, cell: BaseCell) {
    let world = World(.small, seed: 6)
    let answers = AcceptanceAnswers()
    let whole = try await WorldStore(world, accepting: answers.noting, ages: [20, 25, 30])
    let left = try await WorldStore(world.without("visitor"), accepting: answers.repeated, ages: [20, 25, 30])
    let with = try await DrawnAnswers(whole.store, region: "city", policy: .audit)
    let without = try await DrawnAnswers(left.store, region: "city", policy: .audit)
    try await whole.close()
    try await left.close()
    let cell = try #require(with.cells.first { with.count(in: $0) != without.count(in: $0) })
    #expect(zip(with.count(in: cell), without.count(in: cell)).map { $0 - $1 } == [1, 1, 1], "not the tight pair")
    return (with, without, cell)
  }

  /// The noise of one count, and what its charge promises at `delta`.
  private func price() throws -> (noise: DiscreteGaussian, epsilon: Double) {
    let builder = try ReleaseBuilder(policy: .audit, family: DailyFamily(sources: .all))
    let price = try #require(builder.policy.statistic("eligible_people"))
    return (
      try #require(DiscreteGaussian(sigmaSquared: price.mechanism.sigmaSquared)),
      try #require(ZCDPConversion.epsilon(rho: PrivacyCost(nanoRho: price.nanoRho).rho, delta: Self.delta))
    )
  }

  @Test("bounds of a probability are those of Clopper and Pearson")
  func bounds() {
    let bounds = ClopperPearson(successes: 8, of: 10, alpha: 0.025)
    #expect(abs(bounds.lower - 0.4439045) < 1e-6 && abs(bounds.upper - 0.9747893) < 1e-6)
    #expect(ClopperPearson(successes: 0, of: 10, alpha: 0.025).lower == 0)
    #expect(abs(ClopperPearson(successes: 0, of: 10, alpha: 0.025).upper - (1 - pow(0.025, 0.1))) < 1e-9)
  }

  @Test("what answers tell of the tight pair is no more than epsilon, and hardly less")
  func tightPair() async throws {
    let (with, without, cell) = try await pair()
    let (noise, promised) = try price()
    var source = SystemRandomBits()
    let base = without.count(in: cell).reduce(0, +)
    let one = try (0..<Self.draws).map { _ in try with.people([with.release(of: cell, using: &source)]) - base }
    let other = try (0..<Self.draws).map { _ in try without.people([without.release(of: cell, using: &source)]) - base }
    let exact = PairOfSums(noise).epsilon(delta: Self.delta)
    let found = EmpiricalEpsilon(delta: Self.delta).bound(with: one, without: other)
    print("audit: epsilon found \(found), exact \(exact), promised \(promised) at delta \(Self.delta)")
    #expect(found <= exact && exact <= promised)
    #expect(found >= 0.9 * exact)
  }

  @Test("answers about segments that overlap tell no more than one: their differences are what was drawn once")
  func differencing() async throws {
    let (with, without, cell) = try await pair()
    let (noise, promised) = try price()
    let segments = with.segments.filter { $0.cellIDs.contains(cell.id) }
    #expect(segments.count > 3)
    var source = SystemRandomBits()
    var right = 0
    let runs = 2_000
    for run in 0..<runs {
      let isIn = run % 2 == 0
      let asked = isIn ? with : without
      let releases = try asked.cells.map { try asked.release(of: $0, using: &source) }
      // Each segment less what is answered for its other cells is an answer about the one cell.
      let differences = try segments.map { segment in
        let parts = releases.filter { segment.cellIDs.contains($0.cellID) }
        return try parts.reduce(asked.people(parts)) { $1.cellID == cell.id ? $0 : $0 - (try asked.people([$1])) }
      }
      let mean = Double(differences.reduce(0, +)) / Double(differences.count)
      right += (mean - Double(without.count(in: cell).reduce(0, +)) > 1.5) == isIn ? 1 : 0
    }
    let accuracy = Double(right) / Double(runs)
    let error = 3 * (0.25 / Double(runs)).squareRoot()
    let best = PairOfSums(noise).bestAccuracy
    print("audit: differencing is right \(accuracy) of the time; at best \(best) from one answer")
    #expect(accuracy <= best + error && best <= (exp(promised) + Self.delta) / (1 + exp(promised)))
    #expect(accuracy > best - error, "the attack does not try")
  }
}

/// The exact chances of the sum of three counts with and without a person who is in each.
struct PairOfSums {
  private let chances: [Double]

  init(_ noise: DiscreteGaussian) {
    let reach = Int64(20 * noise.sigmaSquared.squareRoot()) + 1
    let one = (-reach...reach).map { noise.probability(of: $0) }
    chances = Self.sum(Self.sum(one, one), one)
  }

  /// The most that a threshold event tells at `delta`: `max over t of ln((P(X + 3 >= t) - delta) / P(X >= t))`.
  func epsilon(delta: Double) -> Double {
    var tails = Array(repeating: 0.0, count: chances.count + 1)
    for index in chances.indices.reversed() { tails[index] = tails[index + 1] + chances[index] }
    return (3..<chances.count).reduce(0) { best, index in
      let (with, without) = (tails[index - 3], tails[index])
      return with > delta && without > 1e-15 ? max(best, log((with - delta) / without)) : best
    }
  }

  /// How often the best guess which of both it was is right: one half and half the total variation.
  var bestAccuracy: Double {
    let distance = (0..<chances.count + 3).reduce(0.0) { sum, index in
      let with = index >= 3 ? chances[index - 3] : 0
      let without = index < chances.count ? chances[index] : 0
      return sum + abs(with - without)
    }
    return 0.5 + distance / 4
  }

  private static func sum(_ left: [Double], _ right: [Double]) -> [Double] {
    var result = Array(repeating: 0.0, count: left.count + right.count - 1)
    for (i, one) in left.enumerated() { for (j, two) in right.enumerated() { result[i + j] += one * two } }
    return result
  }
}
