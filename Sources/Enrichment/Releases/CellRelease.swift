import EnrichmentSchema

/// Noisy sums in units, with the variance of the noise of each; sums of several cells add, and so do their variances.
struct NoisySums: Sendable, Hashable {
  var values: [Double]
  var variance: Double

  static func + (left: NoisySums, right: NoisySums) -> NoisySums {
    NoisySums(values: zip(left.values, right.values).map { $0 + $1 }, variance: left.variance + right.variance)
  }
}

/// A stored release whose statistics have been checked against their declarations.
struct CellRelease: Sendable, Hashable {
  let message: SegmentRelease
  /// By statistic; absent where the region has no source.
  private(set) var sums: [DailyStatistic: NoisySums] = [:]
  /// The dimensions of the state, in the order of its sums.
  private(set) var dimensions: [Dimension] = []

  /// Reads a message.
  init(_ message: SegmentRelease) throws(EstimateError) {
    self.message = message
    for statistic in message.statistics {
      guard let kind = DailyStatistic(rawValue: statistic.name) else { continue }
      guard sums[kind] == nil else {
        throw .malformed(cell: message.cellID, statistic: statistic.name, reason: "it is there twice")
      }
      sums[kind] = try read(statistic, as: kind)
    }
    guard sums[.eligiblePeople] != nil else {
      throw .malformed(
        cell: message.cellID, statistic: DailyStatistic.eligiblePeople.rawValue, reason: "every release needs it")
    }
  }

  /// The noisy sums of the given dimensions, two for each; `nil` without a state or when one is not part of it.
  func state(of wanted: [Dimension]) -> NoisySums? {
    guard let state = sums[.personalityState] else { return nil }
    var values: [Double] = []
    for dimension in wanted {
      guard let index = dimensions.firstIndex(of: dimension) else { return nil }
      values += [state.values[2 * index], state.values[2 * index + 1]]
    }
    return NoisySums(values: values, variance: state.variance)
  }

  private mutating func read(_ statistic: NoisyStatistic, as kind: DailyStatistic) throws(EstimateError) -> NoisySums {
    let problem: String?
    if statistic.granularityBits != Int32(kind.fractionBits) {
      problem = "granularity_bits is \(statistic.granularityBits), \(kind.fractionBits) is allowed"
    } else if statistic.sigma2Denominator == 0 || statistic.sigma2Numerator == 0 {
      problem = "the variance of its noise must be positive"
    } else if kind == .personalityState {
      problem = readDimensions(statistic)
    } else {
      let length = DailyFamily(sources: .all).length(of: kind)
      problem = statistic.sums.count == length ? nil : "it has \(statistic.sums.count) sums, \(length) are allowed"
    }
    if let problem { throw .malformed(cell: message.cellID, statistic: statistic.name, reason: problem) }
    let granule = 1 / Double(1 << kind.fractionBits)
    let variance = Double(statistic.sigma2Numerator) / Double(statistic.sigma2Denominator)
    return NoisySums(values: statistic.sums.map { Double($0) * granule }, variance: variance * granule * granule)
  }

  private mutating func readDimensions(_ statistic: NoisyStatistic) -> String? {
    let named = Dimension.allCases.filter { statistic.coordinates.contains("\($0.name).x") }
    guard statistic.coordinates == named.flatMap({ ["\($0.name).x", "\($0.name).y"] }), !named.isEmpty else {
      return "coordinates must be NAME.x, NAME.y of the dimensions in their order"
    }
    guard statistic.sums.count == statistic.coordinates.count else {
      return "it has \(statistic.sums.count) sums for \(statistic.coordinates.count) coordinates"
    }
    dimensions = named
    return nil
  }
}
