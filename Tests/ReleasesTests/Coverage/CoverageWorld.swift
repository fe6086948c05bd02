import EngineFixtures
import EnrichmentSchema
import Measures
import Personality
import Population
import Privacy
import SamplerFixtures

@testable import Releases

/// A crowd that is known to the last value, of which each epoch draws its people anew: what it holds is the truth that
/// intervals are to hold.
struct CoverageWorld {
  private let pool: [CellAccumulator]
  private let bins: [Int]
  /// The mean of every field that is tried.
  let fields: [(field: DailyField, truth: Double)]
  /// The value and the standard deviation of the dimension at each place.
  let state: SegmentState
  /// The quartiles of the first dimension.
  let quartiles: [Double]

  static let released: [DailyField] = [
    .averageDwellTime, .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency,
  ]
  static let lengths: [DailyField] = [.shortVisits, .mediumVisits, .longVisits]

  init(_ population: CoveragePopulation, size: Int, seed: UInt64, drift: Double = 0) throws {
    var source = SeededBitsForTesting(seed: seed)
    let people = (0..<size).map { _ in population.person(&source, drift: drift) }
    pool = people.map { ReleaseFixtures.cell([$0]) }
    let mean = { (value: (AgentMeasures) -> Double) in people.reduce(0) { $0 + value($1) } / Double(size) }
    fields = [
      (.averageDwellTime, mean { $0.dwellMinutes ?? 0 }), (.explorationTendency, mean { $0.explorationTendency ?? 0 }),
      (.communityEngagement, mean { $0.communityEngagement ?? 0 }),
      (.journeyVariability, mean { $0.journeyVariability ?? 0 }), (.sharingTendency, mean { $0.sharingTendency ?? 0 }),
      (.shortVisits, mean { $0.visitLengths?.short ?? 0 }), (.mediumVisits, mean { $0.visitLengths?.medium ?? 0 }),
      (.longVisits, mean { $0.visitLengths?.long ?? 0 }),
    ]
    let values = people.map { $0.dimensions.map { $0 ?? 0 } }
    state = exactState(of: values)
    let first = values.map { $0[0] }
    bins = first.map { min(15, Int($0 * 16)) }
    quartiles = QuartileEstimate.ranks.map { first.sorted()[Int((Double(size) * $0).rounded(.up)) - 1] }
  }

  /// The exact sums of so many people drawn from the crowd, and how many of them are in each bin of the first dimension.
  func draw(_ people: Int, _ source: inout SeededBitsForTesting) throws -> (cell: CellAccumulator, bins: [Int64]) {
    var cell = ReleaseFixtures.cell([])
    var counts = [Int64](repeating: 0, count: 16)
    for _ in 0..<people {
      let index = Int(source.below(UInt128(pool.count)))
      try cell.merge(pool[index])
      counts[bins[index]] += 1
    }
    return (cell, counts)
  }
}

/// How often intervals held the truth, and how often values were as close as promised.
struct IntervalTally {
  private(set) var all = 0
  private var held = 0
  private var within = 0
  private var promised = 0.0

  mutating func count(_ isHeld: Bool) {
    all += 1
    held += isHeld ? 1 : 0
  }

  mutating func count(_ quantity: Quantity, _ truth: Double) {
    count(quantity.interval.contains(truth))
    within += abs(quantity.value - truth) <= quantity.tolerance ? 1 : 0
    promised += quantity.confidence
  }

  var coverage: Double { Double(held) / Double(max(1, all)) }
  /// Observed minus promised share of values within tolerance.
  var excess: Double { (Double(within) - promised) / Double(max(1, all)) }
  /// What chance leaves of the least coverage, three standard deviations below it.
  func least(_ coverage: Double) -> Double {
    coverage - 3 * (coverage * (1 - coverage) / Double(max(1, all))).squareRoot()
  }
}
