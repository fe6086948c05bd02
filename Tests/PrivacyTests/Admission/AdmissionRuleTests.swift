import Privacy
import SamplerFixtures
import Testing

@Suite("admission of a cell", .timeLimit(.minutes(2)))
struct AdmissionRuleTests {
  private let rule = PrivacyPolicy.default.admission.rule

  private func admitted(_ people: Int64, of draws: Int) throws -> Int {
    let noise = try #require(DiscreteGaussian(sigmaSquared: rule.sigmaSquared))
    var source = SeededBitsForTesting(seed: UInt64(people))
    return (0..<draws).count { _ in rule.admits(exact: people, noisy: people + noise.sample(using: &source)) }
  }

  @Test("999 people are never admitted, whatever the noise")
  func below() throws {
    #expect(!rule.admits(exact: 999, noisy: .max))
    #expect(try admitted(999, of: 1_000) == 0)
  }

  @Test("exactly 1,000 are admitted with probability 6.5e-9, below its delta")
  func atFloor() throws {
    let tail = try #require(DiscreteGaussian(sigmaSquared: 300)).tail(above: 98)
    #expect(abs(tail - 6.5e-9) < 0.1e-9)
    #expect(try admitted(1_000, of: 1_000) == 0)
  }

  @Test("1,098 are admitted about half the time, 1,190 practically always")
  func above() throws {
    let half = try admitted(1_098, of: 3_000)
    #expect((1_360...1_570).contains(half))
    #expect(try admitted(1_190, of: 1_000) == 1_000)
  }

  @Test("the noisy count must pass the threshold, not reach it")
  func boundary() {
    #expect(!rule.admits(exact: 5_000, noisy: 1_098))
    #expect(rule.admits(exact: 1_000, noisy: 1_099))
  }

  @Test("a union needs 1,195 of noisy people for four cells, and more for more")
  func unions() {
    #expect(rule.unionThreshold(cells: 4) == 1_195)
    #expect(!rule.admitsUnion(noisyCounts: [300, 300, 300, 295]))
    #expect(rule.admitsUnion(noisyCounts: [300, 300, 300, 296]))
    #expect(!rule.admitsUnion(noisyCounts: []))
    #expect(rule.unionThreshold(cells: 9) > rule.unionThreshold(cells: 4))
  }

  @Test("the research rule keeps the same chance at its floor of 100")
  func research() throws {
    let rule = PrivacyPolicy.research.admission.rule
    let noise = try #require(DiscreteGaussian(sigmaSquared: rule.sigmaSquared))
    #expect(noise.tail(above: rule.threshold) < 1e-8)
    #expect(noise.tail(above: rule.threshold - 2) > 1e-8)
    #expect(!rule.admits(exact: 99, noisy: 1_000))
  }
}
