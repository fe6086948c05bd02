import EnrichmentSchema
import Privacy

extension ReleaseBuilder {
  /// The release of a cell in a region of which nothing can be answered: its verdicts, and their noisy counts as the number
  /// of people, which they are. Nothing more is drawn, so that nothing but admission is paid for.
  func admissionOnly(of cell: ReleasedCell, run: ReleaseRun, admissions: [Admission]) -> SegmentRelease {
    var release = header(of: cell, run: run)
    release.admissions = admissions
    var people = NoisyStatistic()
    people.name = DailyStatistic.eligiblePeople.rawValue
    people.sums = admissions.map(\.noisyCount)
    people.granularityBits = Int32(DailyStatistic.eligiblePeople.fractionBits)
    people.sigma2Numerator = policy.policy.admission.rule.sigmaSquared
    people.sigma2Denominator = 1
    people.coordinates = family.coordinates(of: .eligiblePeople)
    release.statistics = [people]
    return release
  }
}
