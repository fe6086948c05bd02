import Foundation
import Privacy
import SamplerFixtures
import Testing

@Suite("discrete Gaussian", .timeLimit(.minutes(2)))
struct DiscreteGaussianTests {
  @Test(
    "draws follow the exact probabilities",
    arguments: [(1, 4), (1, 1), (7, 2), (100, 1), (2_500, 1)] as [(UInt64, UInt64)])
  func fit(sigmaSquared: (UInt64, UInt64)) throws {
    let distribution = try #require(DiscreteGaussian(sigmaSquared: sigmaSquared.0, over: sigmaSquared.1))
    var source = SeededBitsForTesting(seed: 17 * sigmaSquared.0 + sigmaSquared.1)
    let draws = (0..<12_000).map { _ in distribution.sample(using: &source) }
    let table = Dictionary(uniqueKeysWithValues: (-250...250).map { ($0, distribution.probability(of: $0)) })
    #expect(chiSquareDeviate(draws) { table[$0] ?? 0 } < 3.719)
    #expect(abs(moments(draws).variance / distribution.variance - 1) < 0.12)
  }

  @Test(
    "at length, with the system's coins: two of three samples of 200,000 draws follow the exact probabilities",
    .enabled(if: ProcessInfo.processInfo.environment["SPOTS_SOAK"] != nil), .timeLimit(.minutes(20)),
    arguments: [(1, 4), (1, 1), (7, 2), (300, 1), (2_500, 1)] as [(UInt64, UInt64)])
  func fitAtLength(sigmaSquared: (UInt64, UInt64)) throws {
    let distribution = try #require(DiscreteGaussian(sigmaSquared: sigmaSquared.0, over: sigmaSquared.1))
    let table = Dictionary(uniqueKeysWithValues: (-600...600).map { ($0, distribution.probability(of: $0)) })
    var source = SystemRandomBits()
    let fitting = (0..<3).count { _ in
      chiSquareDeviate((0..<200_000).map { _ in distribution.sample(using: &source) }) { table[$0] ?? 0 } < 3.719
    }
    #expect(fitting >= 2)
  }

  @Test("at the largest noise of a policy, draws keep their spread and no product overflows")
  func large() throws {
    let distribution = try #require(DiscreteGaussian(sigmaSquared: 1 << 40))
    var source = SeededBitsForTesting(seed: 3)
    let draws = (0..<1_500).map { _ in distribution.sample(using: &source) }
    let spread = moments(draws)
    #expect(abs(spread.mean) < 5 * Double(1 << 20) / 1_500.0.squareRoot())
    #expect(abs(spread.variance.squareRoot() / Double(1 << 20) - 1) < 0.1)
    #expect(Set(draws.map { $0 & 1 }).count == 2)
  }

  @Test("variances are those of the discrete, not the continuous distribution")
  func variance() throws {
    #expect(abs(try #require(DiscreteGaussian(sigmaSquared: 1, over: 4)).variance - 0.215012675) < 1e-9)
    #expect(abs(try #require(DiscreteGaussian(sigmaSquared: 1)).variance - 0.999999788768) < 1e-11)
  }

  @Test("accuracy at .05 agrees with OpenDP")
  func accuracy() throws {
    #expect(try #require(DiscreteGaussian(sigmaSquared: 1)).accuracy(alpha: 0.05) == 3)
    #expect(try #require(DiscreteGaussian(sigmaSquared: 100)).accuracy(alpha: 0.05) == 21)
  }

  @Test("delta at sigma 1 and epsilon .1 is the discrete distribution's .36734")
  func hockeyStick() throws {
    let distribution = try #require(DiscreteGaussian(sigmaSquared: 1))
    let delta = (-20...20).reduce(0.0) { sum, value in
      let here = distribution.probability(of: Int64(value))
      return sum + max(0, here - exp(0.1) * distribution.probability(of: Int64(value) + 1))
    }
    #expect(abs(delta - 0.36734) < 1e-5)
  }

  @Test("parameters that the integers cannot carry are refused")
  func refused() {
    #expect(DiscreteGaussian(sigmaSquared: 0) == nil)
    #expect(DiscreteGaussian(sigmaSquared: 1, over: 0) == nil)
    #expect(DiscreteGaussian(sigmaSquared: (1 << 40) + 1) == nil)
    #expect(DiscreteGaussian(sigmaSquared: 1 << 62, over: 1 << 24) == nil)
    #expect(DiscreteGaussian(sigmaSquared: 1, over: 1 << 60) == nil)
  }
}
