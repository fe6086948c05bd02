package import EnrichmentSchema
import Population
import Privacy

/// What stored releases say about the network of a region, or of several together.
///
/// The network statistics are those of the region's own release; people and connections are those of its cells. All of
/// it is post-processing of released numbers.
package struct NetworkEstimates: Sendable, Hashable {
  /// The region's cells.
  package let cells: SegmentEstimates
  /// Cut-off of the oldest run that drew the network family, in microseconds since 1970 UTC.
  package let asOf: Int64?
  private let sources: RegionSources
  private let parts: [NetworkRelease]

  /// Reads the releases of one or more regions' networks.
  ///
  /// - Parameter cells: every base cell of these regions.
  /// - Throws: `EstimateError` when there is none or a statistic does not have its declared shape.
  package init(_ releases: [SegmentRelease], cells: SegmentEstimates) throws(EstimateError) {
    guard !releases.isEmpty else { throw .empty }
    var parts: [NetworkRelease] = []
    for release in releases { parts.append(try NetworkRelease(release)) }
    self.parts = parts
    self.cells = cells
    sources = parts.reduce(.all) { $0.intersection($1.sources) }
    asOf = parts.compactMap(\.asOf).min()
  }

  /// The noisy number of people of the network.
  package var people: PeopleEstimate { cells.people(.network) }

  /// The value of a field with its error, or why there is none.
  package func outcome(of field: NetworkField) -> EstimateOutcome<Quantity> {
    if let reason = obstacle(to: field.statistic) { return .withheld(reason) }
    guard let sums = sums(of: field.statistic) else { return .withheld(.notReleased) }
    switch field {
    case .networkDensity: return .released(mean(sums, field))
    case .indirectConnections: return .released(mean(sums, field))
    case .communityReach: return .released(reach(sums))
    case .averageCompatibility, .learningRate: return tieMean(sums, field)
    }
  }

  /// How often connected agents meet: the position among `Ai2aiMeasures.Frequency`.
  package var connectionFrequency: EstimateOutcome<BucketEstimate> {
    if let reason = obstacle(to: .frequency) { return .withheld(reason) }
    guard let median = sums(of: .frequency).flatMap({ NoisyHistogram($0, people: people.count) })?.median,
      median.confidence >= Quantity.leastConfidence
    else { return .withheld(.lowConfidence) }
    return .released(median)
  }

  private func obstacle(to statistic: NetworkStatistic) -> WithheldReason? {
    guard cells.isAdmitted(.network) else { return .notAdmitted }
    guard sources.isSuperset(of: statistic.neededSources) else { return .noSource }
    return sums(of: statistic) == nil ? .notReleased : nil
  }

  private func sums(of statistic: NetworkStatistic) -> NoisySums? { NoisySums.total(parts.map { $0.sums[statistic] }) }

  /// A sum over people by their number.
  private func mean(_ sums: NoisySums, _ field: NetworkField) -> Quantity {
    let mean = NoisyMean(
      sum: sums.values[0], sumVariance: sums.variance, count: people.count,
      countVariance: people.noiseDeviation * people.noiseDeviation, centre: 0, range: field.range)
    return Quantity(
      value: mean.value, standardError: mean.standardError, tolerance: field.tolerance, range: field.range)
  }

  /// Ordered pairs by the square of the number of people; a granule stands for its middle. Never less than the pairs
  /// that are connected or have a connection in common, which are among them: noise may draw one sum below the others.
  private func reach(_ sums: NoisySums) -> Quantity {
    let field = NetworkField.communityReach
    let count = max(1, people.count)
    let pairs = max(sums.values[0] + Double(NetworkFamily.pairsPerGranule) / 2, nearPairs)
    let value = min(1, pairs / (count * count))
    let slope = 2 * value / count * people.noiseDeviation
    let noise = sums.variance / (count * count * count * count) + slope * slope
    return Quantity(
      value: value, standardError: (value * (1 - value) / count + noise).squareRoot(), tolerance: field.tolerance)
  }

  /// Ordered pairs within two hops, as far as what is released tells.
  private var nearPairs: Double {
    let connected = cells.sums(of: .directConnections).map(ends) ?? 0
    return max(0, connected) + max(0, sums(of: .twoHopRing)?.values[0] ?? 0)
  }

  /// The noisy number of ends of ties: the released sum of all degrees, which is kept about their centre.
  private func ends(_ degrees: NoisySums) -> Double {
    degrees.values[0] + StatisticScale.degree.centre * people.count
  }

  /// A centred sum over ends of ties by the noisy number of ends, which is the released sum of all degrees. A person's
  /// ties resemble each other, so that the sampling error is taken over people.
  private func tieMean(_ sums: NoisySums, _ field: NetworkField) -> EstimateOutcome<Quantity> {
    guard let degrees = cells.sums(of: .directConnections) else { return .withheld(.noSource) }
    let most = StatisticScale.degree.centre
    let deviation = people.noiseDeviation
    let ends = ends(degrees)
    guard ends > 1 else { return .withheld(.lowConfidence) }
    let value = min(1, max(0, 0.5 + sums.values[0] / ends))
    let offset = value - 0.5
    let noise = (sums.variance + offset * offset * (degrees.variance + most * most * deviation * deviation))
    let sampling = value * (1 - value) / max(1, people.count)
    return .released(
      Quantity(
        value: value, standardError: (sampling + noise / (ends * ends)).squareRoot(), tolerance: field.tolerance))
  }
}

/// The stored release of a region's network whose statistics have been checked against their declarations.
struct NetworkRelease: Sendable, Hashable {
  /// By statistic; absent where the region has no source.
  private(set) var sums: [NetworkStatistic: NoisySums] = [:]
  /// Cut-off of the run that drew it, in microseconds since 1970 UTC.
  private(set) var asOf: Int64?
  /// What the region's data contains, as the release says.
  let sources: RegionSources

  /// Reads a message. Statistics of other names are those of a later version, and left alone.
  init(_ message: SegmentRelease) throws(EstimateError) {
    sources = RegionSources(names: message.sources) ?? []
    for statistic in message.statistics {
      guard let kind = NetworkStatistic(rawValue: statistic.name) else { continue }
      var problem = statistic.problem(length: NetworkFamily.length(of: kind), fractionBits: kind.fractionBits)
      if sums[kind] != nil { problem = "it is there twice" }
      if statistic.coordinates != NetworkFamily.coordinates(of: kind) { problem = "its coordinates are others" }
      if statistic.asOfUs > message.cutOffUs { problem = "it is newer than its release" }
      if let problem {
        throw .malformed(cell: message.cellID, statistic: statistic.name, reason: problem)
      }
      sums[kind] = statistic.published
      asOf = min(asOf ?? statistic.asOfUs, statistic.asOfUs)
    }
  }
}
