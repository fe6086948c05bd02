import Privacy
import SamplerFixtures
import Testing

@Suite("rho to epsilon and delta", .timeLimit(.minutes(2)))
struct ZCDPConversionTests {
  @Test("the tight conversion to nine digits")
  func tight() throws {
    #expect(abs(try #require(ZCDPConversion.epsilon(rho: 0.025, delta: 1e-6)) - 1.0140742547) < 1e-9)
    #expect(abs(try #require(ZCDPConversion.rho(epsilon: 1, delta: 1e-6)) - 0.0243559704) < 1e-9)
  }

  @Test(
    "published values, to the digits they are published with",
    arguments: [
      (0.05, 1e-6, 1.471595), (0.1, 1e-6, 2.141939), (0.1, 1e-9, 2.715482), (0.25, 1e-6, 3.5423), (0.5, 1e-6, 5.221534),
      (1, 1e-6, 7.766217), (2, 1e-6, 11.6886), (3, 1e-6, 14.95), (5, 1e-6, 20.55), (1, 1e-9, 9.52), (0.970, 1e-6, 7.63),
    ])
  func published(rho: Double, delta: Double, expected: Double) throws {
    let digits = expected.description.split(separator: ".").last.map { $0.count } ?? 0
    var half = 0.51
    for _ in 0..<digits { half /= 10 }
    #expect(abs(try #require(ZCDPConversion.epsilon(rho: rho, delta: delta)) - expected) <= half)
  }

  @Test("epsilon, delta and rho are inverses of one another, below the simple bound and rising in rho")
  func inverses() throws {
    var source = SeededBitsForTesting(seed: 1)
    for _ in 0..<60 {
      let rho = 0.001 + Double(source.below(3_000_000)) / 1e6
      let delta = [1e-12, 1e-9, 1e-6, 1e-3][Int(source.below(4))]
      let epsilon = try #require(ZCDPConversion.epsilon(rho: rho, delta: delta))
      #expect(abs(try #require(ZCDPConversion.delta(rho: rho, epsilon: epsilon)) / delta - 1) < 1e-8)
      #expect(abs(try #require(ZCDPConversion.rho(epsilon: epsilon, delta: delta)) - rho) < 1e-9 * max(1, rho))
      #expect(epsilon < 3 * rho + 100 && epsilon * epsilon > 0)
      #expect(try #require(ZCDPConversion.epsilon(rho: rho * 1.01, delta: delta)) > epsilon)
    }
  }

  @Test("nothing spent is epsilon 0; senseless arguments have no answer")
  func edges() {
    #expect(ZCDPConversion.epsilon(rho: 0, delta: 1e-6) == 0)
    #expect(ZCDPConversion.epsilon(rho: -1, delta: 1e-6) == nil)
    #expect(ZCDPConversion.epsilon(rho: 1, delta: 0) == nil)
    #expect(ZCDPConversion.epsilon(rho: .nan, delta: 1e-6) == nil)
    #expect(ZCDPConversion.rho(epsilon: 0, delta: 1e-6) == nil)
    #expect(ZCDPConversion.delta(rho: 1, epsilon: -1) == nil)
  }

  @Test("a positive charge never rounds to nothing")
  func roundsUp() {
    #expect(PrivacyCost.nanoRho(roundingUp: Double.leastNonzeroMagnitude) == 1)
    #expect(PrivacyCost.nanoRho(roundingUp: 1.0000000001e-9) == 2)
    #expect(PrivacyCost.nanoRho(roundingUp: 0) == 0)
    #expect(PrivacyCost.nanoRho(roundingUp: -1e-9) == nil)
    #expect(PrivacyCost.nanoRho(roundingUp: .nan) == nil)
    #expect(PrivacyCost.nanoRho(roundingUp: .infinity) == nil)
  }
}
