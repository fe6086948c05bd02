import Foundation
import Privacy
import SamplerFixtures
import Testing

@Suite("discrete Laplace", .timeLimit(.minutes(2)))
struct DiscreteLaplaceTests {
  @Test(
    "draws follow the exact probabilities",
    arguments: [(1, 2), (1, 1), (3, 2), (10, 1), (40, 1)] as [(UInt64, UInt64)])
  func fit(scale: (UInt64, UInt64)) throws {
    let distribution = try #require(DiscreteLaplace(scale: scale.0, over: scale.1))
    var source = SeededBitsForTesting(seed: 11 * scale.0 + scale.1)
    let draws = (0..<20_000).map { _ in distribution.sample(using: &source) }
    #expect(chiSquareDeviate(draws, probability: distribution.probability) < 3.719)
    let spread = moments(draws)
    #expect(abs(spread.mean) < 5 * (distribution.variance / 20_000).squareRoot())
    #expect(abs(spread.variance / distribution.variance - 1) < 0.15)
  }

  @Test(
    "at length, with the system's coins: two of three samples of 200,000 draws follow the exact probabilities",
    .enabled(if: ProcessInfo.processInfo.environment["SPOTS_SOAK"] != nil), .timeLimit(.minutes(20)),
    arguments: [(1, 2), (1, 1), (3, 2), (10, 1), (40, 1)] as [(UInt64, UInt64)])
  func fitAtLength(scale: (UInt64, UInt64)) throws {
    let distribution = try #require(DiscreteLaplace(scale: scale.0, over: scale.1))
    var source = SystemRandomBits()
    let fitting = (0..<3).count { _ in
      let draws = (0..<200_000).map { _ in distribution.sample(using: &source) }
      return chiSquareDeviate(draws, probability: distribution.probability) < 3.719
    }
    #expect(fitting >= 2)
  }

  @Test(
    "neighbouring counts differ by exactly epsilon, over forty standard deviations", arguments: [1, 2, 20] as [UInt64])
  func privacyLoss(denominator: UInt64) throws {
    let distribution = try #require(DiscreteLaplace(scale: 20, over: denominator))
    let epsilon = Double(denominator) / 20
    let reach = Int64(min(700 / epsilon, 40 * distribution.variance.squareRoot() + 1))
    var worst = 0.0
    for value in -reach..<reach {
      let ratio = log(distribution.probability(of: value)) - log(distribution.probability(of: value + 1))
      worst = max(worst, abs(ratio))
    }
    #expect(abs(worst - epsilon) < 1e-12)
  }

  @Test("accuracy at .05 agrees with OpenDP")
  func accuracy() throws {
    #expect(abs(try #require(DiscreteLaplace(scale: 1)).accuracy(alpha: 0.05) - 3.3756177666) < 1e-9)
    #expect(abs(try #require(DiscreteLaplace(scale: 10)).accuracy(alpha: 0.05) - 30.4448279404) < 1e-9)
  }

  @Test("zero is drawn as often as its probability, not twice as often")
  func zero() throws {
    let distribution = try #require(DiscreteLaplace(scale: 1))
    var source = SeededBitsForTesting(seed: 5)
    let zeros = (0..<20_000).count { _ in distribution.sample(using: &source) == 0 }
    #expect(abs(Double(zeros) / 20_000 - 0.46211715726) < 0.02)
  }

  @Test("a scale of zero is refused")
  func refused() {
    #expect(DiscreteLaplace(scale: 0) == nil)
    #expect(DiscreteLaplace(scale: 1, over: 0) == nil)
  }
}
