package import EnrichmentSchema
package import Privacy

/// Turns exact sums into what may be stored: noisy integers with the noise they carry and what they cost.
///
/// The same noise is never drawn twice and never shared: every coordinate of every cell gets its own. Releases are
/// drawn for every registered cell; whether one is answered is decided by its admission.
package struct ReleaseBuilder: Sendable {
  /// The policy with every number recomputed for the family.
  package let policy: CompiledPolicy
  /// The family of the region.
  package let family: DailyFamily

  /// A builder for the cells of regions with the sources of `family`.
  /// - Throws: `PolicyRefusal` when the policy overspends or does not fit the family.
  package init(policy: PrivacyPolicy, family: DailyFamily) throws(PolicyRefusal) {
    self.policy = try PolicyCompiler.compile(policy, bounds: family.bounds)
    self.family = family
  }

  /// What one run of the daily family charges, for any number of disjoint cells together.
  package var runCharge: PrivacyCost { PrivacyCost(nanoRho: policy.policy.daily.nanoRhoPerRun) }

  /// What one admission term charges, for any number of disjoint cells together.
  package var admissionCharge: PrivacyCost { policy.policy.admission.cost }

  /// Decides, once per term, whether a cell may be answered for each purpose.
  package func admissions<Source: RandomBits & ~Copyable>(
    of cell: CellAccumulator, using source: inout Source
  ) -> [Admission] {
    let exact = ReleasePurpose.allCases.map(cell.exactCount)
    let noisy = policy.admission.release(exact, using: &source)
    return ReleasePurpose.allCases.map { purpose in
      var admission = Admission()
      admission.purpose = purpose.rawValue
      admission.noisyCount = noisy[purpose.index]
      admission.sigma2 = Double(policy.admission.sigmaSquared)
      admission.admitted = policy.policy.admission.rule.admits(
        exact: exact[purpose.index], noisy: noisy[purpose.index])
      return admission
    }
  }

  /// The release of one cell, with fresh noise; to be drawn once per cell and epoch.
  ///
  /// - Parameter admissions: the verdicts of the running term, from this epoch or an earlier one.
  /// - Throws: `AccumulatorError` when the sums belong to a region with other sources.
  package func release<Source: RandomBits & ~Copyable>(
    of sums: CellAccumulator, cell: ReleasedCell, run: ReleaseRun, admissions: [Admission],
    using source: inout Source
  ) throws(AccumulatorError) -> SegmentRelease {
    guard sums.family == family else { throw .differentFamilies }
    var release = header(of: cell, run: run)
    release.admissions = admissions
    for statistic in family.statistics {
      guard let exact = sums.exactSums(of: statistic), let noise = policy.statistic(statistic.rawValue) else {
        continue
      }
      release.statistics.append(noisy(statistic, exact: exact, noise: noise, using: &source))
    }
    return release
  }

  private func header(of cell: ReleasedCell, run: ReleaseRun) -> SegmentRelease {
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
    release.nanoRho = policy.policy.daily.nanoRhoPerRun
    release.sources = family.sources.names
    return release
  }

  private func noisy<Source: RandomBits & ~Copyable>(
    _ statistic: DailyStatistic, exact: [Int64], noise: CompiledPolicy.Statistic, using source: inout Source
  ) -> NoisyStatistic {
    var result = NoisyStatistic()
    result.name = statistic.rawValue
    result.sums = noise.mechanism.release(exact, using: &source)
    result.granularityBits = Int32(statistic.fractionBits)
    result.sigma2Numerator = noise.mechanism.sigmaSquared
    result.sigma2Denominator = 1
    result.nanoRho = noise.nanoRho
    result.coordinates = family.coordinates(of: statistic)
    return result
  }
}
