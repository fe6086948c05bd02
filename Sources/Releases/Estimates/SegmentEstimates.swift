package import EnrichmentSchema
package import Personality
import Population
package import Privacy

/// What stored releases say about a segment: one base cell, or a union of several.
///
/// A union is the sum of its cells' noisy sums, its noise the sum of their variances. Everything here is
/// post-processing of released integers: it draws no noise, spends no budget and gives the same numbers every time.
package struct SegmentEstimates: Sendable, Hashable {
  /// The policy the releases were made under.
  package let policy: PrivacyPolicy
  /// The releases, in the order given.
  package let releases: [SegmentRelease]
  let parts: [CellRelease]

  /// Reads the releases of the segment's cells.
  ///
  /// - Throws: `EstimateError` when there is none, a cell is there twice, policies or statistic versions differ, or a
  ///   statistic does not have its declared shape.
  package init(_ releases: [SegmentRelease], policy: PrivacyPolicy) throws(EstimateError) {
    guard let first = releases.first else { throw .empty }
    var cells: Set<String> = []
    var parts: [CellRelease] = []
    for release in releases {
      guard cells.insert(release.cellID).inserted else { throw .duplicateCell(release.cellID) }
      try Self.check(release, against: first, policy: policy)
      parts.append(try CellRelease(release))
    }
    self.policy = policy
    self.releases = releases
    self.parts = parts
  }

  private static func check(
    _ release: SegmentRelease, against first: SegmentRelease, policy: PrivacyPolicy
  ) throws(EstimateError) {
    guard release.policy == policy.name else { throw .mixedPolicies(expected: policy.name, found: release.policy) }
    guard release.policyVersion == first.policyVersion else {
      throw .mixedPolicies(expected: first.policyVersion, found: release.policyVersion)
    }
    guard release.statisticVersion == first.statisticVersion else {
      throw .mixedStatistics(first.statisticVersion, release.statisticVersion)
    }
  }

  /// Number of base cells.
  package var cells: Int { parts.count }
  /// Cut-off of the oldest release, in microseconds since 1970 UTC.
  package var cutOff: Int64 { releases.map(\.cutOffUs).min() ?? 0 }
  /// Hash of every parameter of the policy, the same in every release.
  package var policyVersion: String { releases.first?.policyVersion ?? "" }
  /// Version of the statistics and formulas, the same in every release.
  package var statisticVersion: String { releases.first?.statisticVersion ?? "" }
  /// Identities of the release runs, without repetition, sorted.
  package var releaseIDs: [String] { Set(releases.map(\.releaseID)).sorted() }
  /// Regions, without repetition, sorted.
  package var regions: [String] { Set(releases.map(\.region)).sorted() }
  /// True when any row behind any cell came from a generator.
  package var isSimulated: Bool { releases.contains(where: \.simulated) }
  /// True when any cell's visit lengths were estimated.
  package var isDwellEstimated: Bool { releases.contains(where: \.dwellEstimated) }

  /// The noisy number of people counted for a purpose, admitted or not.
  package func people(_ purpose: ReleasePurpose) -> PeopleEstimate {
    let counts = sums(of: .eligiblePeople)
    return PeopleEstimate(
      count: counts?.values[purpose.index] ?? 0, noiseDeviation: (counts?.variance ?? 0).squareRoot())
  }

  /// Whether the segment may be answered for a purpose: one cell by its verdict, a union by the sum of its cells'
  /// noisy admission counts.
  package func isAdmitted(_ purpose: ReleasePurpose) -> Bool {
    let admissions = releases.map { $0.admissions.first { $0.purpose == purpose.rawValue } }
    let present = admissions.compactMap { $0 }
    guard present.count == admissions.count else { return false }
    if let only = present.first, present.count == 1 { return only.admitted }
    return policy.admission.rule.admitsUnion(noisyCounts: present.map(\.noisyCount))
  }

  /// Why nothing of a statistic may be said; `nil` when something may.
  func obstacle(to statistic: DailyStatistic, for purpose: ReleasePurpose) -> WithheldReason? {
    guard isAdmitted(purpose) else { return .notAdmitted }
    return sums(of: statistic) == nil ? .noSource : nil
  }

  /// The union's sums of a statistic; `nil` when a cell does not have it.
  func sums(of statistic: DailyStatistic) -> NoisySums? { add { $0.sums[statistic] } }

  /// The dimensions that the state of every cell has, in their order.
  var commonDimensions: [Dimension] {
    Dimension.allCases.filter { dimension in parts.allSatisfy { $0.dimensions.contains(dimension) } }
  }

  /// The union's sums of the given dimensions; `nil` when a cell does not have them.
  func stateSums(of dimensions: [Dimension]) -> NoisySums? { add { $0.state(of: dimensions) } }

  /// Mean age of what the smoothed sums are made of, in daily periods; that of the oldest cell.
  var smoothingAge: Double { releases.map(\.smoothingAge).max() ?? 0 }

  private func add(_ part: (CellRelease) -> NoisySums?) -> NoisySums? { NoisySums.total(parts.map(part)) }
}

extension SegmentEstimates {
  /// The state of the segment: one qubit for every dimension that all its cells have, with the standard deviation of
  /// the released noise in each coordinate; or why there is none.
  package func state() -> EstimateOutcome<SegmentState> {
    if let reason = obstacle(to: .personalityState, for: .personality) { return .withheld(reason) }
    let common = commonDimensions
    guard !common.isEmpty, let sums = stateSums(of: common) else { return .withheld(.noSource) }
    let counted = people(.personality)
    let people = max(1, counted.count)
    let noise = sums.variance.squareRoot() / people
    var qubits: [Dimension: Qubit] = [:]
    for (index, dimension) in common.enumerated() {
      qubits[dimension] = Qubit(
        x: sums.values[2 * index] / people, y: sums.values[2 * index + 1] / people, noise: noise,
        allowance: DailyField.largestStateDrift * smoothingAge)
    }
    return .released(SegmentState(qubits, people: people, peopleNoise: counted.noiseDeviation))
  }
}
