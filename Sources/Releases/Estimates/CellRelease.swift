import EnrichmentSchema
import Population

/// A stored release of a cell whose statistics have been checked against their declarations.
struct CellRelease: Sendable, Hashable {
  let message: SegmentRelease
  /// By statistic; absent where the region has no source.
  private(set) var sums: [DailyStatistic: NoisySums] = [:]
  /// The dimensions of the state, in the order of its sums.
  private(set) var dimensions: [Dimension] = []
  /// The statistics of the profile family that the region has a source for.
  private(set) var profileSources: Set<ProfileStatistic> = []
  /// The profile family, by statistic; absent where the region has no source or the release is older than the family.
  private(set) var profile: [ProfileStatistic: NoisySums] = [:]
  /// The dimensions of the histograms, in the order of their sums.
  private(set) var profileDimensions: [Dimension] = []
  /// Cut-off of the run that drew the profile family, in microseconds since 1970 UTC.
  private(set) var profileAsOf: Int64?

  /// Reads a message. Statistics of other names are those of a later version, and left alone.
  init(_ message: SegmentRelease) throws(EstimateError) {
    self.message = message
    profileSources = Set(ProfileFamily(sources: RegionSources(names: message.sources) ?? []).statistics)
    for statistic in message.statistics {
      if let kind = DailyStatistic(rawValue: statistic.name) {
        guard sums[kind] == nil else { throw malformed(statistic, "it is there twice") }
        sums[kind] = try read(statistic, as: kind)
      } else if let kind = ProfileStatistic(rawValue: statistic.name) {
        guard profile[kind] == nil else { throw malformed(statistic, "it is there twice") }
        profile[kind] = try read(statistic, as: kind)
      }
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

  /// The noisy histogram of a dimension; `nil` when the release has none of it.
  func histogram(of dimension: Dimension) -> NoisySums? {
    guard let all = profile[.dimensionHistograms], let index = profileDimensions.firstIndex(of: dimension) else {
      return nil
    }
    let first = ProfileFamily.bins * index
    return NoisySums(values: Array(all.values[first..<first + ProfileFamily.bins]), variance: all.variance)
  }

  private func malformed(_ statistic: NoisyStatistic, _ reason: String) -> EstimateError {
    .malformed(cell: message.cellID, statistic: statistic.name, reason: reason)
  }

  private mutating func read(_ statistic: NoisyStatistic, as kind: DailyStatistic) throws(EstimateError) -> NoisySums {
    var length = kind == .eligiblePeople || kind == .visitLengths ? 3 : 1
    if kind == .personalityState {
      dimensions = Dimension.allCases.filter { statistic.coordinates.contains("\($0.name).x") }
      guard statistic.coordinates == dimensions.flatMap({ ["\($0.name).x", "\($0.name).y"] }), !dimensions.isEmpty
      else { throw malformed(statistic, "coordinates must be NAME.x, NAME.y of the dimensions in their order") }
      length = statistic.coordinates.count
    }
    if let problem = statistic.problem(length: length, fractionBits: kind.fractionBits) {
      throw malformed(statistic, problem)
    }
    return statistic.published
  }

  private mutating func read(
    _ statistic: NoisyStatistic, as kind: ProfileStatistic
  ) throws(EstimateError) -> NoisySums {
    if kind == .dimensionHistograms {
      profileDimensions = Dimension.allCases.filter { statistic.coordinates.contains($0.name) }
      guard statistic.coordinates == profileDimensions.map(\.name), !profileDimensions.isEmpty else {
        throw malformed(statistic, "coordinates must be the dimensions in their order")
      }
    } else if statistic.coordinates != kind.fixedCoordinates {
      throw malformed(statistic, "coordinates must be \(kind.fixedCoordinates.joined(separator: ", "))")
    }
    let length = statistic.coordinates.count * kind.sumsPerName
    if let problem = statistic.problem(length: length, fractionBits: kind.fractionBits) {
      throw malformed(statistic, problem)
    }
    guard statistic.asOfUs <= message.cutOffUs else { throw malformed(statistic, "it is newer than its release") }
    profileAsOf = min(profileAsOf ?? statistic.asOfUs, statistic.asOfUs)
    return statistic.published
  }
}
