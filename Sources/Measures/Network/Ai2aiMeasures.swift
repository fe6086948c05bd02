package import Population

/// How two personal agents that are connected get on, exactly, over the counted ends of many people's connections.
///
/// Each person's end counts once, so a connection between two counted people counts twice, as every released sum over
/// people does.
package struct Ai2aiMeasures: Sendable, Hashable {
  /// How often connected agents meet.
  package enum Frequency: String, Sendable, Hashable, CaseIterable {
    /// Under one session in four weeks.
    case low
    /// Under one session a week.
    case medium
    /// At least one session a week.
    case high

    /// The word for a number of sessions a week.
    package init(sessionsAWeek: Double) { self = sessionsAWeek < 0.25 ? .low : sessionsAWeek < 1 ? .medium : .high }
  }

  /// Steepest change of compatibility per session that counts, either way.
  package static let steepestSlope = 0.05

  /// Mean compatibility, in [0, 1]; `nil` when none is known.
  package let averageCompatibility: Double?
  /// The word that holds the median end; `nil` when no connection says since when it is.
  package let frequency: Frequency?
  /// Mean of 0.5 + 10 · slope, slopes clamped to ±0.05: 0 unlearns, 0.5 does not change, 1 learns fastest; `nil` when
  /// no slope is known.
  package let learningRate: Double?

  /// Measures connections that began before `cutOff`, in microseconds; of two with equal numbers the lower word holds
  /// the median.
  package init(_ connections: some Sequence<Tie>, cutOff: Int64) {
    let counted = connections.filter { $0.slots != nil && $0.first < cutOff }
    averageCompatibility = Self.mean(counted.compactMap { $0.compatibility.map { Double($0) / 1_000_000 } })
    learningRate = Self.mean(
      counted.compactMap { connection in
        connection.learningSlope.map(Self.learning)
      })
    let rates = counted.compactMap { Self.sessionsAWeek($0, until: cutOff) }.sorted()
    frequency = rates.isEmpty ? nil : Frequency(sessionsAWeek: rates[(rates.count - 1) / 2])
  }

  /// 0.5 + 10 · slope of a slope in millionths, clamped to ±0.05; in [0, 1].
  package static func learning(slope: Int32) -> Double {
    0.5 + 10 * min(steepestSlope, max(-steepestSlope, Double(slope) / 1_000_000))
  }

  /// Sessions over the weeks since the connection began, at least one; `nil` when that is not known.
  package static func sessionsAWeek(_ connection: Tie, until cutOff: Int64) -> Double? {
    guard connection.first != .min else { return nil }
    let weeks = (Double(cutOff) - Double(connection.first)) / Double(7 * RegionCalendar.day)
    return Double(connection.sessions) / max(1, weeks)
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
