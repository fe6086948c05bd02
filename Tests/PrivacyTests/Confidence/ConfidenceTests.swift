import Glibc
import Privacy
import SamplerFixtures
import Testing

@Suite("confidence and intervals", .timeLimit(.minutes(2)))
struct ConfidenceTests {
  /// A share with Laplace noise of scale `1/epsilon` on both its count and its uncentred sum.
  private func share(people: Double, epsilon: UInt64) throws -> NoisyMean {
    let variance = try #require(DiscreteLaplace(scale: 10, over: epsilon)).variance
    return NoisyMean(
      sum: 0.68 * people, sumVariance: variance, count: people, countVariance: variance, centre: 0, range: 0...1)
  }

  @Test(
    "one-shot share of .68 with tolerance .02",
    arguments: [(1_250, 5, 0.862), (1_250, 1, 0.707), (1_000, 5, 0.814), (5_000, 5, 0.997)]
      as [(Double, UInt64, Double)])
  func oneShot(people: Double, epsilonTenths: UInt64, expected: Double) throws {
    let mean = try share(people: people, epsilon: epsilonTenths)
    #expect(abs(mean.value - 0.68) < 1e-12)
    let confidence = Confidence.within(tolerance: 0.02, standardError: mean.standardError)
    #expect(abs(confidence - expected) < 0.0006)
  }

  @Test("its standard error at 1,250 people is .01347")
  func standardError() throws {
    #expect(abs(try share(people: 1_250, epsilon: 5).standardError - 0.01347) < 5e-6)
  }

  @Test("the default policy's share at 1,250 people: .64 raw, .90 smoothed")
  func defaultPolicy() {
    let sampling = 0.68 * 0.32 / 1_250
    let raw = (sampling + 0.03 * 0.03).squareRoot()
    let smoothed = (sampling + 0.0126 * 0.0126).squareRoot()
    #expect(abs(Confidence.within(tolerance: 0.03, standardError: raw) - 0.64) < 0.005)
    #expect(abs(Confidence.within(tolerance: 0.03, standardError: smoothed) - 0.90) < 0.005)
  }

  @Test("bias lowers confidence and widens the interval by itself")
  func bias() {
    let plain = Confidence.within(tolerance: 0.03, standardError: 0.02)
    #expect(Confidence.within(tolerance: 0.03, standardError: 0.02, bias: 0.01) < plain)
    #expect(abs(Confidence.halfWidth95(standardError: 0.02, bias: 0.01) - 0.0492) < 1e-12)
  }

  @Test("without error the answer is certain; a bias beyond the tolerance is never within it")
  func edges() {
    #expect(Confidence.within(tolerance: 0.1, standardError: 0) == 1)
    #expect(Confidence.within(tolerance: 0.1, standardError: 0, bias: 0.2) == 0)
    #expect(Confidence.within(tolerance: 0.1, standardError: .nan) == 0)
    #expect(Confidence.comparison(value: 0.6, threshold: 0.5, standardError: 0) == 1)
    #expect(Confidence.comparison(value: 0.5, threshold: 0.5, standardError: 0) == 0.5)
  }

  @Test("a comparison is as sure as its distance in standard errors, on either side")
  func comparison() {
    #expect(abs(Confidence.comparison(value: 0.52, threshold: 0.5, standardError: 0.02) - 0.8413447461) < 1e-9)
    #expect(abs(Confidence.comparison(value: 0.48, threshold: 0.5, standardError: 0.02) - 0.8413447461) < 1e-9)
  }

  @Test(
    "intervals that hold together are as much wider as Bonferroni asks, and one alone is not",
    arguments: [
      (1, 1.96), (2, 2.241403), (3, 2.393980), (12, 2.865260),
    ] as [(Int, Double)])
  func joint(count: Int, quantile: Double) {
    #expect(abs(StandardNormal.jointQuantile95(of: count) - quantile) < 1e-5)
    #expect(abs(Confidence.jointHalfWidth95(of: count, standardError: 2, bias: 1) - 2 * quantile - 1) < 1e-4)
  }

  /// Directions that noise across the vector of `z` deviations leads to, counted out of a hundred thousand vectors.
  @Test("a direction's interval misses as seldom as is said, also where noise is half as long as the vector")
  func directions() {
    var random = SeededBitsForTesting(seed: 3)
    let normal = { (0..<12).reduce(-6.0) { sum, _ in sum + Double(random.next() >> 11) / 9_007_199_254_740_992 } }
    for length in [2.2, 4, 20] {
      let missed = (0..<100_000).count { _ in
        let (along, across) = (length + normal(), normal())
        let half = Confidence.jointHalfWidth95(
          ofDirections: 3, standardError: 1 / (Double.pi * hypot(along, across)))
        return abs(atan2(across, along)) / Double.pi > half
      }
      #expect(abs(Double(missed) / 100_000 - 0.05 / 3) < 0.0015, "\(length): \(missed)")
    }
    #expect(Confidence.jointHalfWidth95(ofDirections: 3, standardError: 0.2) == 1)
  }

  @Test("errors propagate with the square of each derivative")
  func propagation() {
    #expect(abs(Confidence.propagated([(3, 0.1), (-4, 0.1)]) - 0.5) < 1e-12)
    #expect(Confidence.propagated([]) == 0)
  }

  @Test("a mean stays in its range, divides by at least one person, and count noise matters away from the centre")
  func mean() {
    var mean = NoisyMean(sum: 50, sumVariance: 4, count: -3, countVariance: 9, centre: 0.5, range: 0...1)
    #expect(mean.value == 1 && mean.people == 1)
    mean = NoisyMean(sum: 0, sumVariance: 4, count: 100, countVariance: 9, centre: 0.5, range: 0...1)
    #expect(mean.value == 0.5)
    #expect(mean.noiseVariance == 4.0 / 10_000)
    mean.sum = 30
    #expect(abs(mean.noiseVariance - (4 + 0.09 * 9) / 10_000) < 1e-12)
    #expect(abs(mean.standardError - (0.16 / 100 + (4 + 0.81) / 10_000).squareRoot()) < 1e-12)
  }

  @Test("a mean at an end of its range still has a variance, and is as sure as the noise allows")
  func atAnEnd() {
    let mean = NoisyMean(sum: 60, sumVariance: 25, count: 100, countVariance: 0, centre: 0.5, range: 0...1)
    #expect(mean.value == 1 && abs(mean.largestVariance - 0.05 * 0.95) < 1e-12)
    let exact = NoisyMean(sum: 60, sumVariance: 0, count: 100, countVariance: 0, centre: 0.5, range: 0...1)
    #expect(exact.largestVariance == 0)
    let blind = NoisyMean(sum: 60, sumVariance: 1e9, count: 100, countVariance: 0, centre: 0.5, range: 0...1)
    #expect(blind.largestVariance == 0.25)
  }

  @Test("a variance is made of both sums, is never negative and never counts for more than the largest")
  func variance() {
    // Ten people at 2 and ten at 8 of 0 ... 10: u = -.6 and .6, so that the squares are .36 and their sum is 20 x -.14.
    let mean = NoisyMean(sum: 0, sumVariance: 4, count: 20, countVariance: 9, centre: 5, range: 0...10)
    let variance = NoisyVariance(of: mean, squares: -2.8, squaresVariance: 0.25, halfRange: 5)
    #expect(abs(variance.value - 9) < 1e-12)
    #expect(abs(variance.noiseDeviation - 25 * (0.25 + 0.14 * 0.14 * 9).squareRoot() / 20) < 1e-12)
    #expect(variance.cautious == variance.value + variance.noiseDeviation)
    #expect(NoisyVariance(of: mean, squares: -30, squaresVariance: 0, halfRange: 5).value == 0)
    #expect(
      mean.standardError(variance: 9) < mean.standardError && mean.standardError(variance: 99) == mean.standardError)
  }
}
