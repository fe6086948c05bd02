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
}
