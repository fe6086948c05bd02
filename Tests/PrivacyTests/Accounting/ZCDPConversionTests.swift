import Foundation
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

  /// The least of `a rho + (ln(1/delta) + a ln(1 - 1/a) - ln(a - 1)) / (a - 1)` over `a > 1`, found by narrowing an interval
  /// of `ln(a - 1)`: another way than the product's, which bisects twice.
  private static func independentEpsilon(rho: Double, delta: Double) -> Double {
    func bound(_ logarithm: Double) -> Double {
      let above = exp(logarithm)
      let order = 1 + above
      return order * rho + (-log(delta) + order * (logarithm - log(order)) - logarithm) / above
    }
    var (low, high) = (-30.0, 40.0)
    for _ in 0..<400 {
      let (third, twoThirds) = (low + (high - low) / 3, high - (high - low) / 3)
      if bound(third) < bound(twoThirds) { high = twoThirds } else { low = third }
    }
    return max(0, bound((low + high) / 2))
  }

  @Test("P-15: 200 random pairs of rho and delta agree with an independent accountant to 1e-9")
  func independentAccountant() throws {
    var source = SeededBitsForTesting(seed: 15)
    for _ in 0..<200 {
      let rho = exp(log(1e-6) + Double(source.below(1_000_000)) / 1e6 * log(2e7))
      let delta = exp(log(1e-12) + Double(source.below(1_000_000)) / 1e6 * log(1e10))
      let epsilon = try #require(ZCDPConversion.epsilon(rho: rho, delta: delta))
      let other = Self.independentEpsilon(rho: rho, delta: delta)
      #expect(abs(epsilon - other) <= 1e-9 * max(1, other), "rho \(rho), delta \(delta): \(epsilon), \(other)")
    }
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
