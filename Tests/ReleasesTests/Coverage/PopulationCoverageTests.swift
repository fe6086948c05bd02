import EngineFixtures
import EnrichmentSchema
import Foundation
import Measures
import Personality
import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Releases

/// `COVERAGE_EPOCHS` sets how many epochs are tried of each crowd; `make soak` tries 5,000 and shows the table.
@Suite("coverage on crowds of every kind", .timeLimit(.minutes(60)))
struct PopulationCoverageTests {
  private static let epochs = ProcessInfo.processInfo.environment["COVERAGE_EPOCHS"].flatMap { Int($0) } ?? 100
  private static let isLong = epochs > 100

  @Test(
    "of a single run: intervals, joint regions, deviations, quartiles and scores", arguments: CoveragePopulation.all)
  func singleRun(population: CoveragePopulation) throws {
    let world = try CoverageWorld(population, size: 500, seed: 5)
    for people in Self.isLong ? [130, 600] : [160] {
      var source = SeededBitsForTesting(seed: UInt64(people))
      var run = try CoverageRun(world, policy: .research)
      for _ in 0..<Self.epochs { try run.epoch(people, &source) }
      run.judge("\(population.name), \(people) people, research", prints: Self.isLong)
    }
  }

  @Test("smoothed, while the crowd drifts as fast as it may", arguments: [CoveragePopulation.concentrated, .spread])
  func drifting(population: CoveragePopulation) throws {
    let reach = Self.isLong ? 20 : 4
    let worlds = try (0...reach).map { try CoverageWorld(population, size: 300, seed: 6, drift: Double($0)) }
    var source = SeededBitsForTesting(seed: 77)
    var run = try CoverageRun(worlds[0], policy: .default)
    for epoch in 0..<(Self.isLong ? Self.epochs : 40) {
      let place = epoch % (2 * reach)
      run.world = worlds[place <= reach ? place : 2 * reach - place]
      try run.epoch(1_250, &source)
    }
    run.judge("\(population.name), drifting, default", prints: Self.isLong)
  }
}

/// Epochs of a world, each released and read back.
private struct CoverageRun {
  var world: CoverageWorld
  private let policy: PrivacyPolicy
  private let builder: ReleaseBuilder
  private var previous: SegmentRelease?
  private var number: Int64 = 0
  private var tallies: [String: IntervalTally] = [:]

  init(_ world: CoverageWorld, policy: PrivacyPolicy) throws {
    (self.world, self.policy) = (world, policy)
    builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: .all))
  }

  mutating func epoch(_ people: Int, _ source: inout SeededBitsForTesting) throws {
    let drawn = try world.draw(people, &source)
    var run = ReleaseFixtures.run
    number += 1
    run.cutOff = number * Int64(policy.periodHours) * 3_600_000_000
    var admissions = builder.admissions(of: drawn.cell, using: &source)
    for index in admissions.indices { admissions[index].admitted = true }
    let release = try builder.release(
      of: drawn.cell, cell: ReleaseFixtures.releasedCell("c"), run: run, admissions: admissions, previous: previous,
      using: &source)
    previous = policy.smoothing == .none ? nil : release
    // The average of the first releases has not settled.
    guard policy.smoothing == .none || number > 12 else { return }
    let estimates = try SegmentEstimates([release], policy: policy)
    try countFields(estimates)
    try countState(estimates)
    try countQuartiles(drawn.bins, estimates, builder.policy, &source)
    var earlier = release
    earlier.statistics.removeAll { $0.name.hasSuffix("_second_moment") }
    try countFields(SegmentEstimates([earlier], policy: policy), as: "largest variance")
  }

  private mutating func countFields(_ estimates: SegmentEstimates, as name: String = "released variance") throws {
    var holdsLengths = true
    for (field, truth) in world.fields {
      let quantity = try #require(estimates.outcome(of: field, leastConfidence: 0).value)
      guard let joint = quantity.jointInterval else {
        tallies[name, default: .init()].count(quantity, truth)
        continue
      }
      holdsLengths = holdsLengths && joint.contains(truth)
      guard name == "released variance" else { continue }
      tallies["fractions", default: .init()].count(quantity, truth)
    }
    guard name == "released variance" else { return }
    tallies["fractions, joint", default: .init()].count(holdsLengths)
  }

  private mutating func countState(_ estimates: SegmentEstimates) throws {
    let state = try #require(estimates.state().value)
    var holdsAll = true
    for dimension in state.dimensions {
      guard let truth = world.state.estimate(of: dimension) else { continue }
      guard let estimate = state.estimate(of: dimension) else { continue }
      var quantity = Quantity(
        value: estimate.value, standardError: estimate.standardError, bias: estimate.allowance,
        tolerance: DimensionEstimate.tolerance)
      tallies["state", default: .init()].count(quantity, truth.value)
      (quantity.directionError, quantity.vectorLength) = (estimate.jointError, state.dimensions.count)
      holdsAll = holdsAll && quantity.jointInterval?.contains(truth.value) != false
      tallies["deviation", default: .init()].count(estimate.deviationInterval.contains(truth.standardDeviation))
      tallies["deviation above 0", default: .init()].count(estimate.standardDeviation > 0)
    }
    tallies["state, joint", default: .init()].count(holdsAll)
    try countScore(state)
  }

  private mutating func countScore(_ state: SegmentState) throws {
    let product = zip(Dimension.allCases, [0.6, 0.9, 0.3, 0.7, 0.5]).compactMap { PureQubit($0, value: $1) }
    let truth = try #require(Compatibility(product, with: world.state)).score
    let match = try #require(Compatibility(product, with: state))
    tallies["score", default: .init()].count(
      Quantity(
        value: match.score, standardError: match.standardError, bias: match.allowance,
        tolerance: Compatibility.tolerance), truth)
  }

  /// With the noise of one histogram of twelve; those with more noise in a rank than is shown are left out.
  private mutating func countQuartiles(
    _ bins: [Int64], _ estimates: SegmentEstimates, _ compiled: CompiledPolicy, _ source: inout SeededBitsForTesting
  ) throws {
    let noise = try #require(compiled.statistic("dimension_histograms")).mechanism
    let sums = NoisySums(
      values: noise.release(bins, using: &source).map { Double($0) }, variance: Double(noise.sigmaSquared))
    let histogram = NoisyHistogram(sums, people: estimates.people(.personality).count)
    guard let quartiles = histogram.flatMap(QuartileEstimate.init) else { return }
    for (interval, truth) in zip(quartiles.intervals, world.quartiles) {
      tallies["quartiles", default: .init()].count(interval.contains(truth))
      tallies["quartiles of width", default: .init()].count(interval.upperBound - interval.lowerBound > 0.06)
    }
  }

  /// Every kind of interval holds the truth 94 times in 100, but for chance; no promise of closeness is broken by .02.
  func judge(_ name: String, prints: Bool) {
    for (kind, tally) in tallies.sorted(by: { $0.key < $1.key }) {
      if prints {
        print("coverage | \(name) | \(kind) | \(tally.all) | \(rounded(tally.coverage)) | \(rounded(tally.excess))")
      }
      if kind == "deviation above 0" || kind == "quartiles of width" {
        #expect(tally.coverage == 1, "\(name): \(kind) \(tally.coverage)")
      } else {
        #expect(tally.coverage >= tally.least(0.94), "\(name): \(kind) \(tally.coverage) of \(tally.all)")
        #expect(tally.excess > -0.02 - (0.25 / Double(tally.all)).squareRoot(), "\(name): \(kind) \(tally.excess)")
      }
    }
  }

  private func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
}
