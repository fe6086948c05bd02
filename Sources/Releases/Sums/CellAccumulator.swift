package import Measures

/// Why two exact sums, or a sum and a builder, do not fit together.
package enum AccumulatorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// They were made for regions with different sources.
  case differentFamilies

  /// What is wrong, and what is allowed.
  package var description: String {
    "the exact sums belong to different families of statistics; only cells of regions with equal sources fit together"
  }
}

/// The exact integer sums of one cell's people for the daily family.
///
/// Addition of integers is exact and does not depend on the order, so parts of a cell may be summed apart and merged.
/// It holds exact values of people: it never leaves the epoch job and is never stored.
package struct CellAccumulator: Sendable, Hashable {
  /// The family the sums belong to.
  package let family: DailyFamily
  /// Eligible people for whom a needed value was missing, by purpose; they are in no sum.
  package private(set) var incomplete: [ReleasePurpose: Int] = [:]
  private var sums: [[Int64]]

  /// The most people a cell may hold: with contributions below 2^13 granules every sum stays below 2^62.
  package static let mostPeople = 1 << 40

  /// An empty cell.
  package init(family: DailyFamily) {
    self.family = family
    sums = family.statistics.map { Array(repeating: 0, count: family.length(of: $0)) }
  }

  /// Adds one agent. Every agent of the cell is added exactly once, eligible or not.
  package mutating func add(_ agent: AgentMeasures) {
    let purposes = family.purposes(of: agent)
    for (index, statistic) in family.statistics.enumerated() {
      guard let contribution = family.contribution(of: agent, to: statistic, purposes: purposes) else { continue }
      for (coordinate, value) in contribution.enumerated() { sums[index][coordinate] += value }
    }
    count(incomplete: agent, counted: purposes)
  }

  /// Adds what the adoptions say of an agent who was added before and is counted for the purpose network.
  package mutating func add(_ shares: AdoptionShares) {
    for (index, statistic) in family.statistics.enumerated() {
      guard let contribution = family.contribution(of: shares, to: statistic) else { continue }
      for (coordinate, value) in contribution.enumerated() { sums[index][coordinate] += value }
    }
  }

  /// Adds the people of another part of the same cell.
  package mutating func merge(_ other: CellAccumulator) throws(AccumulatorError) {
    guard other.family == family else { throw .differentFamilies }
    for index in sums.indices {
      for coordinate in sums[index].indices { sums[index][coordinate] += other.sums[index][coordinate] }
    }
    incomplete.merge(other.incomplete) { $0 + $1 }
  }

  /// The exact sums of a statistic in granules; `nil` when the family does not have it.
  package func exactSums(of statistic: DailyStatistic) -> [Int64]? {
    family.statistics.firstIndex(of: statistic).map { sums[$0] }
  }

  /// The exact number of people counted for a purpose.
  package func exactCount(of purpose: ReleasePurpose) -> Int64 {
    exactSums(of: .eligiblePeople)?[purpose.index] ?? 0
  }

  private mutating func count(incomplete agent: AgentMeasures, counted: Set<ReleasePurpose>) {
    let eligible = [agent.isBehaviorEligible, agent.isPersonalityEligible, agent.isNetworkEligible]
    for (purpose, isEligible) in zip(ReleasePurpose.allCases, eligible) where isEligible && !counted.contains(purpose) {
      incomplete[purpose, default: 0] += 1
    }
  }
}
