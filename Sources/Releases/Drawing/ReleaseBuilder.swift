package import EnrichmentSchema
import Population
package import Privacy

/// Turns exact sums into what may be stored: noisy integers with the noise they carry and what they cost.
///
/// The same noise is never drawn twice and never shared: every coordinate of every cell gets its own. Releases are
/// drawn for every registered cell; whether one is answered is decided by its admission.
package struct ReleaseBuilder: Sendable {
  /// The policy with every number recomputed for the family.
  package let policy: CompiledPolicy
  /// The daily family of the region.
  package let family: DailyFamily
  /// The profile family of the region.
  package let profileFamily: ProfileFamily
  /// The network family of the region.
  package let networkFamily: NetworkFamily
  /// The noise of admission counts; nil for a policy that draws no cells.
  private let admission: GaussianMechanism?

  /// A builder for the cells of regions with the sources of `family`.
  /// A policy that draws no cells gives no statistic any noise, and the builder none of their releases.
  /// - Throws: `PolicyRefusal` when the policy overspends, does not fit the family, or draws nothing.
  package init(policy: PrivacyPolicy, family: DailyFamily) throws(PolicyRefusal) {
    guard policy.isDrawn else { throw .notDrawn(policy: policy.name) }
    profileFamily = ProfileFamily(sources: family.sources)
    networkFamily = NetworkFamily(sources: family.sources)
    self.policy = try PolicyCompiler.compile(
      policy, bounds: policy.drawsCells ? Self.bounds(daily: family, profile: profileFamily) : [:])
    admission = self.policy.admission
    guard admission != nil || !policy.drawsCells else { throw .unsafeAdmission("cells are admitted by terms") }
    self.family = family
  }

  /// The bounds of the statistics of all families by name; names are unique.
  package static func bounds(daily: DailyFamily, profile: ProfileFamily) -> [String: ContributionBound] {
    daily.bounds.merging(profile.bounds) { $1 }.merging(NetworkFamily.bounds) { $1 }
  }

  /// What one run of the daily family charges, for any number of disjoint cells together.
  package var runCharge: PrivacyCost { PrivacyCost(nanoRho: policy.policy.daily.nanoRhoPerRun) }

  /// Whether the policy draws statistics of cells.
  package var drawsCells: Bool { policy.policy.drawsCells }

  /// Decides, once per term, whether a cell may be answered for each purpose; nothing for a policy that draws no cells.
  package func admissions<Source: RandomBits & ~Copyable>(
    of cell: CellAccumulator, using source: inout Source
  ) -> [Admission] {
    guard let admission else { return [] }
    let exact = ReleasePurpose.allCases.map(cell.exactCount)
    let noisy = admission.release(exact, using: &source)
    return ReleasePurpose.allCases.map { purpose in
      var verdict = Admission()
      verdict.purpose = purpose.rawValue
      verdict.noisyCount = noisy[purpose.index]
      verdict.sigma2 = Double(admission.sigmaSquared)
      verdict.admitted = policy.policy.admission.rule.admits(
        exact: exact[purpose.index], noisy: noisy[purpose.index])
      return verdict
    }
  }

  /// The release of one cell, with fresh noise; to be drawn once per cell and epoch.
  ///
  /// - Parameters:
  ///   - profile: the cell's sums of the profile family when a term of it begins; nil repeats the previous release's.
  ///   - admissions: the verdicts of the running term, from this epoch or an earlier one.
  ///   - previous: the cell's release before, made under the same policy; nil without one.
  /// - Throws: `AccumulatorError` when the sums belong to a region with other sources.
  package func release<Source: RandomBits & ~Copyable>(
    of sums: CellAccumulator, profile: ProfileAccumulator? = nil, cell: ReleasedCell, run: ReleaseRun,
    admissions: [Admission], previous: SegmentRelease? = nil, using source: inout Source
  ) throws(AccumulatorError) -> SegmentRelease {
    guard sums.family == family, profile.map({ $0.family == profileFamily }) ?? true else { throw .differentFamilies }
    var release = header(of: cell, run: run)
    release.admissions = admissions
    release.nanoRho = policy.policy.daily.nanoRhoPerRun
    for statistic in family.statistics {
      guard let exact = sums.exactSums(of: statistic) else { continue }
      let drawn = noisy(
        statistic.rawValue, exact: exact, fractionBits: statistic.fractionBits,
        coordinates: family.coordinates(of: statistic), using: &source)
      release.statistics += drawn
    }
    ReleaseSmoothing(policy.policy).apply(to: &release, after: previous)
    if let profile {
      release.statistics += draw(profile, run: run, using: &source)
      release.nanoRho += policy.policy.profile.nanoRhoPerRun
    } else {
      release.statistics += (previous?.statistics ?? []).filter { ProfileStatistic(rawValue: $0.name) != nil }
    }
    return release
  }

  /// The release of a region's network.
  ///
  /// - Parameters:
  ///   - sums: the exact sums when a term begins; nil repeats the previous release's.
  ///   - previous: the region's release before, made under the same policy; nil without one.
  package func network<Source: RandomBits & ~Copyable>(
    of sums: NetworkAccumulator?, cell: ReleasedCell, run: ReleaseRun, previous: SegmentRelease? = nil,
    using source: inout Source
  ) -> SegmentRelease {
    var release = header(of: cell, run: run)
    guard let exact = sums?.exactSums() else {
      release.statistics = previous?.statistics ?? []
      return release
    }
    release.nanoRho = policy.policy.network.nanoRhoPerRun
    for statistic in networkFamily.statistics {
      guard let sums = exact[statistic] else { continue }
      release.statistics += noisy(
        statistic.rawValue, exact: sums, fractionBits: statistic.fractionBits,
        coordinates: NetworkFamily.coordinates(of: statistic), asOf: run.cutOff, using: &source)
    }
    return release
  }

  private func draw<Source: RandomBits & ~Copyable>(
    _ profile: ProfileAccumulator, run: ReleaseRun, using source: inout Source
  ) -> [NoisyStatistic] {
    var drawn: [NoisyStatistic] = []
    for statistic in profileFamily.statistics {
      guard let exact = profile.exactSums(of: statistic) else { continue }
      drawn += noisy(
        statistic.rawValue, exact: exact, fractionBits: statistic.fractionBits,
        coordinates: profileFamily.coordinates(of: statistic), asOf: run.cutOff, using: &source)
    }
    return drawn
  }

  func header(of cell: ReleasedCell, run: ReleaseRun) -> SegmentRelease {
    var release = SegmentRelease()
    release.releaseID = run.releaseID
    release.cellID = cell.id
    release.epoch = run.epoch
    release.cutOffUs = run.cutOff
    release.statisticVersion = ReleaseRun.statisticVersion
    release.policy = policy.policy.name
    release.policyVersion = run.policyVersion
    release.region = cell.region
    release.ageBand = cell.ageBand
    release.interestCluster = cell.interestCluster
    release.simulated = cell.isSimulated
    release.dwellEstimated = !family.sources.contains(.dwell)
    release.sources = family.sources.names
    return release
  }

  /// One statistic with the noise of the policy; none when the policy does not price it.
  private func noisy<Source: RandomBits & ~Copyable>(
    _ name: String, exact: [Int64], fractionBits: Int, coordinates: [String], asOf: Int64 = 0,
    using source: inout Source
  ) -> [NoisyStatistic] {
    guard let noise = policy.statistic(name) else { return [] }
    var result = NoisyStatistic()
    result.name = name
    result.sums = noise.mechanism.release(exact, using: &source)
    result.granularityBits = Int32(fractionBits)
    result.sigma2Numerator = noise.mechanism.sigmaSquared
    result.sigma2Denominator = 1
    result.nanoRho = noise.nanoRho
    result.coordinates = coordinates
    result.asOfUs = asOf
    return [result]
  }
}
