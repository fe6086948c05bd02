import Privacy
import SamplerFixtures
import Testing

@Suite("mechanisms", .timeLimit(.minutes(2)))
struct MechanismTests {
  @Test("noise is never below what the charge pays for", arguments: [1, 88_602, 265_807, 660_000_000] as [Int64])
  func cost(charge: Int64) throws {
    let mechanism = try #require(GaussianMechanism(l2Squared: 3, nanoRho: charge))
    #expect(try #require(mechanism.nanoRho) <= charge)
    if mechanism.sigmaSquared > 1 {
      let weaker = try #require(GaussianMechanism(l2Squared: 3, sigmaSquared: mechanism.sigmaSquared - 1))
      #expect(try #require(weaker.nanoRho) > charge)
    }
  }

  @Test("the noise has the spread that was paid for, and empty bins get it too")
  func spread() throws {
    let mechanism = try #require(GaussianMechanism(l2Squared: 10_000, nanoRho: 50_000_000))
    #expect(mechanism.sigmaSquared == 100_000)
    var source = SeededBitsForTesting(seed: 9)
    let exact = Array(repeating: Int64(0), count: 3_000)
    let noisy = mechanism.release(exact, using: &source)
    #expect(noisy.count { $0 == 0 } < 20)
    #expect(abs(moments(noisy).variance / 100_000 - 1) < 0.12)
  }

  @Test("coordinates get independent noise")
  func independent() throws {
    let mechanism = try #require(GaussianMechanism(l2Squared: 1, sigmaSquared: 10_000))
    var source = SeededBitsForTesting(seed: 10)
    let pairs = (0..<1_500).map { _ in mechanism.release([5, 5], using: &source) }
    let correlation = pairs.reduce(0.0) { $0 + Double($1[0] - 5) * Double($1[1] - 5) } / 1_500 / 10_000
    #expect(abs(correlation) < 0.13)
  }

  @Test("a mechanism without charge, sensitivity or range is refused")
  func refused() {
    #expect(GaussianMechanism(l2Squared: 3, nanoRho: 0) == nil)
    #expect(GaussianMechanism(l2Squared: 0, nanoRho: 1_000) == nil)
    #expect(GaussianMechanism(l2Squared: 1 << 60, nanoRho: 1) == nil)
  }

  @Test("a Laplace count costs half of epsilon squared, rounded up")
  func laplaceCost() throws {
    #expect(try #require(LaplaceMechanism(sensitivity: 1, epsilon: 1, over: 2)).nanoRho == 125_000_000)
    #expect(try #require(LaplaceMechanism(sensitivity: 1, epsilon: 1, over: 3)).nanoRho == 55_555_556)
    #expect(LaplaceMechanism(sensitivity: 1, epsilon: 0, over: 3) == nil)
  }

  @Test("the empirical privacy loss of a Laplace count is epsilon, neither more nor much less")
  func laplaceLoss() throws {
    let mechanism = try #require(LaplaceMechanism(sensitivity: 1, epsilon: 1, over: 1))
    var source = SeededBitsForTesting(seed: 21)
    let draws = 12_000
    let with = (0..<draws).count { _ in mechanism.release(11, using: &source) >= 11 }
    let without = (0..<draws).count { _ in mechanism.release(10, using: &source) >= 11 }
    // P(noise >= 0) = 1/(1+q) and P(noise >= 1) = q/(1+q): the ratio is exactly e.
    #expect(abs(Double(with) / Double(without) - 2.718281828) < 0.2)
  }

  @Test("the exponential mechanism draws grid points with its exact probabilities")
  func quantile() throws {
    let mechanism = try #require(ExponentialQuantile(quantile: 1, over: 2, epsilon: 1, over: 2))
    #expect(mechanism.nanoRho == 31_250_000)
    let values: [Int64] = [1, 2, 2, 3, 9, 9]
    let grid: [Int64] = [0, 2, 5, 9]
    // Losses |#below - #above|: 6, 2, 2, 4; weights exp(-loss / 4).
    let weights = [0: 0.22313016, 2: 0.60653066, 5: 0.60653066, 9: 0.36787944] as [Int64: Double]
    let total = weights.values.reduce(0, +)
    var source = SeededBitsForTesting(seed: 4)
    var draws: [Int64] = []
    for _ in 0..<5_000 { draws.append(try #require(mechanism.release(values, grid: grid, using: &source))) }
    #expect(chiSquareDeviate(draws) { weights[$0].map { $0 / total } ?? ($0 >= 0 && $0 < 9 ? 1e-5 : 0) } < 3.719)
    #expect(mechanism.release(values, grid: [], using: &source) == nil)
  }
}
