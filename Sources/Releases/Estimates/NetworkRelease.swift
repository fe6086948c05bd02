import Population
import EnrichmentSchema

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
