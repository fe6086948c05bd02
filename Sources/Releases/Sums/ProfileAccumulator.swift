package import Measures
import Population

/// The exact integer sums of one cell's people for the profile family. It never leaves the epoch job.
package struct ProfileAccumulator: Sendable, Hashable {
  /// The family the sums belong to.
  package let family: ProfileFamily
  private var sums: [[Int64]]

  /// An empty cell.
  package init(family: ProfileFamily) {
    self.family = family
    sums = family.statistics.map { Array(repeating: 0, count: family.length(of: $0)) }
  }

  /// Adds one agent. Every agent of the cell is added exactly once, eligible or not.
  ///
  /// - Parameter purposes: the purposes for which the agent is counted, as `DailyFamily.purposes(of:)` says.
  package mutating func add(_ agent: AgentMeasures, purposes: Set<ReleasePurpose>) {
    for (index, statistic) in family.statistics.enumerated() {
      guard let terms = family.contribution(of: agent, to: statistic, purposes: purposes) else { continue }
      for term in terms { sums[index][term.coordinate] += term.granules }
    }
  }

  /// The exact sums of a statistic in granules; `nil` when the family does not have it.
  package func exactSums(of statistic: ProfileStatistic) -> [Int64]? {
    family.statistics.firstIndex(of: statistic).map { sums[$0] }
  }
}

/// A person's part of one sum, in granules.
package struct SumTerm: Sendable, Hashable {
  /// Which of the statistic's sums.
  package let coordinate: Int
  /// What is added to it.
  package let granules: Int64
}

extension ProfileFamily {
  /// An agent's contribution to a statistic, each value clamped and quantised on its own; no coordinate comes twice.
  ///
  /// - Parameter purposes: the purposes for which the agent is counted, as `DailyFamily.purposes(of:)` says.
  /// - Returns: `nil` when the agent contributes nothing: not counted, or without the value.
  package func contribution(
    of agent: AgentMeasures, to statistic: ProfileStatistic, purposes: Set<ReleasePurpose>
  ) -> [SumTerm]? {
    guard purposes.contains(statistic.purpose) else { return nil }
    switch statistic {
    case .dimensionHistograms: return histogram(of: agent)
    case .journeyTransitions: return agent.profile?.transitions.flatMap(Self.moves)
    case .journeyFrequency:
      return agent.profile?.frequency.map { [SumTerm(coordinate: $0.rawValue, granules: 1)] }
    case .authenticity: return agent.profile?.authenticity.flatMap(Self.agreement)
    }
  }

  /// One bin of each dimension.
  private func histogram(of agent: AgentMeasures) -> [SumTerm]? {
    var terms: [SumTerm] = []
    for (index, dimension) in dimensions.enumerated() {
      guard agent.dimensions.indices.contains(dimension.rawValue), let value = agent.dimensions[dimension.rawValue],
        !value.isNaN
      else { return nil }
      let bin = min(Self.bins - 1, Int(min(max(value, 0), 1) * Double(Self.bins)))
      terms.append(SumTerm(coordinate: Self.bins * index + bin, granules: 1))
    }
    return terms.isEmpty ? nil : terms
  }

  /// The moves, shortened to length 1 if they were longer, so that no input exceeds the bound.
  private static func moves(_ counts: [Double]) -> [SumTerm]? {
    guard counts.count == categories * categories, counts.allSatisfy(\.isFinite) else { return nil }
    let positive = counts.map { min(max($0, 0), 1) }
    let length = positive.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let scale = Double(1 << ProfileStatistic.journeyTransitions.fractionBits) / max(1, length)
    return positive.enumerated().compactMap { index, value in
      let granules = Int64((value * scale).rounded(.toNearestOrEven))
      return granules > 0 ? SumTerm(coordinate: index, granules: granules) : nil
    }
  }

  /// Two parts that sum to exactly one unit, so that their total counts people.
  private static func agreement(_ value: Double) -> [SumTerm]? {
    guard let granules = StatisticScale.share.granules(of: value) else { return nil }
    return [
      SumTerm(coordinate: 0, granules: granules),
      SumTerm(coordinate: 1, granules: StatisticScale.share.granulesPerUnit - granules),
    ]
  }
}
