package import Measures

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
