import Privacy

/// The public numbers that turn one person's value of a scalar statistic into centred granules and back.
package struct StatisticScale: Sendable, Hashable {
  /// Range in units.
  package let range: ClosedRange<Double>
  /// The granule is `2^-fractionBits` units.
  package let fractionBits: Int
  /// What is subtracted from every quantised value, in granules.
  package let centreGranules: Int64

  /// Granules in one unit.
  package var granulesPerUnit: Int64 { 1 << Int64(fractionBits) }
  /// One granule, in units.
  package var granule: Double { 1 / Double(granulesPerUnit) }
  /// The centre, in units.
  package var centre: Double { Double(centreGranules) * granule }
  /// The largest magnitude of a centred value, in granules.
  package var halfRangeGranules: Int64 {
    let upper = Int64(range.upperBound * Double(granulesPerUnit)) - centreGranules
    let lower = centreGranules - Int64(range.lowerBound * Double(granulesPerUnit))
    return max(upper, lower)
  }

  /// The clamped and quantised value; `nil` for a value that is not a number.
  func granules(of value: Double) -> Int64? {
    Quantiser(lower: range.lowerBound, upper: range.upperBound, fractionBits: fractionBits)?.granules(of: value)
  }

  /// The same minus the centre.
  func centredGranules(of value: Double) -> Int64? { granules(of: value).map { $0 - centreGranules } }
}

extension StatisticScale {
  /// Minutes in `[0, 240]`, granule 1/16, centred at 120.
  static let minutes = StatisticScale(range: 0...240, fractionBits: 4, centreGranules: 1_920)
  /// A share in `[0, 1]`, granule `2^-12`, centred at one half.
  static let share = StatisticScale(range: 0...1, fractionBits: 12, centreGranules: 2_048)
  /// A share shrunk by a prior of eight events, so in `[.25, .75]`; centred at one half.
  static let shrunkShare = StatisticScale(range: 0.25...0.75, fractionBits: 12, centreGranules: 2_048)
  /// A number of connections in `[0, 50]`, centred at 50.
  static let degree = StatisticScale(
    range: 0...Double(NetworkBounds.connections), fractionBits: 0, centreGranules: NetworkBounds.connections)
  /// `k / (k + 20)` for at most 50 connections, granule `2^-12`, centred at its greatest value.
  static let saturation = StatisticScale(
    range: 0...Double(NetworkBounds.saturationGranules(NetworkBounds.connections)) / 4_096, fractionBits: 12,
    centreGranules: NetworkBounds.saturationGranules(NetworkBounds.connections))
}

extension DailyStatistic {
  /// The scale of a scalar statistic; `nil` for counts, fractions and the state.
  package var scale: StatisticScale? {
    switch self {
    case .eligiblePeople, .visitLengths, .personalityState: nil
    case .averageDwellTime: .minutes
    case .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency: .share
    case .directConnections: .degree
    case .influenceSaturation: .saturation
    case .communityDrivenAdoption, .trendSetter: .shrunkShare
    }
  }

  /// Bits of the granule of any statistic: 0 for counts, 12 for fractions and unit vectors.
  package var fractionBits: Int {
    switch self {
    case .eligiblePeople: 0
    case .visitLengths, .personalityState: 12
    default: scale?.fractionBits ?? 0
    }
  }
}
