import Population
import Testing

@testable import Simulation

@Suite("Random numbers of the city", .timeLimit(.minutes(1)))
struct DistributionTests {
  private static let draws = 40_000

  private func mean(_ seed: UInt64, _ draw: (inout SplitMix64) -> Double) -> Double {
    var random = SplitMix64(seed: seed)
    return (0..<Self.draws).reduce(0) { sum, _ in sum + draw(&random) } / Double(Self.draws)
  }

  @Test("normal numbers have mean 0 and variance 1")
  func normal() {
    #expect(abs(mean(1) { $0.normal() }) < 0.025)
    #expect(abs(mean(1) { random in { $0 * $0 }(random.normal()) } - 1) < 0.035)
  }

  @Test("exponential and Poisson numbers have the mean they were asked for", arguments: [0.4, 2, 12])
  func means(expected: Double) {
    #expect(abs(mean(2) { $0.exponential(mean: expected) } / expected - 1) < 0.025)
    #expect(abs(mean(3) { Double($0.poisson(mean: expected)) } / expected - 1) < 0.04)
  }

  @Test("half of log-normal numbers lie below their median")
  func median() {
    #expect(abs(mean(4) { $0.logNormal(median: 48, sigma: 0.9) < 48 ? 1 : 0 } - 0.5) < 0.0125)
    #expect(mean(4) { $0.logNormal(median: 48, sigma: 0) } == 48)
  }

  @Test("a weighted choice never draws what has no weight, and the rest in proportion")
  func weights() {
    let choice = WeightedChoice([0, 3, 0, 1, 0])
    var random = SplitMix64(seed: 5)
    var counts = [Int](repeating: 0, count: 5)
    for _ in 0..<Self.draws { counts[choice.draw(&random)] += 1 }
    #expect(counts[0] == 0 && counts[2] == 0 && counts[4] == 0)
    #expect(abs(Double(counts[1]) / Double(Self.draws) - 0.75) < 0.011)
  }

  @Test("the second of a Zipf choice comes half as often as the first at exponent 1")
  func zipf() {
    let choice = WeightedChoice.zipf(count: 2, exponent: 1)
    #expect(abs(mean(6) { Double(choice.draw(&$0)) } - 1.0 / 3) < 0.012)
  }

  @Test("a queue gives back what it was given, first things first, doubles included")
  func queue() {
    var random = SplitMix64(seed: 7)
    let numbers = (0..<500).map { _ in random.below(90) }
    var queue = EventQueue<Int>(<)
    var taken: [Int] = []
    for (index, number) in numbers.enumerated() {
      queue.push(number)
      if index % 3 == 2, let first = queue.pop() { taken.append(first) }
    }
    while let next = queue.pop() { taken.append(next) }
    #expect(taken.sorted() == numbers.sorted())
    #expect(taken.suffix(334) == taken.suffix(334).sorted()[...])
    #expect(queue.pop() == nil)
  }
}

@Suite("Habits of the city", .timeLimit(.minutes(1)))
struct CategoryHabitsTests {
  @Test("every category opens before people like to come and has a stay", arguments: JourneyCategory.allCases)
  func habits(category: JourneyCategory) {
    let habits = CategoryHabits.of(category)
    #expect(habits.opening.contains(habits.preferred.lowerBound))
    #expect(habits.opening.contains(habits.preferred.upperBound))
    #expect(habits.medianStay > 0 && habits.staySigma > 0 && (1...4).contains(habits.meanPrice))
    #expect((habits.venues == 0) == (category == .home), "only homes are no venue")
  }

  @Test("the outings of an interest are of its own categories and add up to one", arguments: InterestCluster.allCases)
  func outings(cluster: InterestCluster) {
    let outings = CategoryHabits.outings(of: cluster, youth: 0.4)
    #expect(abs(outings.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
    for outing in outings { #expect((InterestCluster(of: outing.category) ?? .unknown) == cluster) }
  }
}
