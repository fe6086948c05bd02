import EnrichmentSchema
import Population
import Privacy
import Releases
import Testing

/// 2026-01-01T00:00:00Z in microseconds.
private let start: Int64 = 1_767_225_600_000_000

@Suite("the terms of a region", .timeLimit(.minutes(1)))
struct RegionTermsTests {
  private let day = RegionCalendar.day

  private func charge(of terms: RegionTerms, _ policy: PrivacyPolicy) throws -> PrivacyCost {
    try terms.parts(.everything, policy: policy).reduce(.zero) { try #require($0.adding($1.cost(policy))) }
  }

  @Test("a year of runs every 23 hours, weeks and admissions included, stays within the cap")
  func year() throws {
    let policy = PrivacyPolicy.default
    var spent = PrivacyCost.zero
    var weeks = 0
    var previous: PreviousReleases?
    for epoch in Int64(0)..<382 {
      let cutOff = start + epoch * Int64(policy.periodHours) * day / 24
      let plan = RegionTerms(sources: .all, cutOff: cutOff, policy: policy, previous: previous)
      spent = try #require(spent.adding(charge(of: plan, policy)))
      weeks += plan.begins(policy.network) ? 1 : 0
      #expect(plan.begins(policy.network) == plan.begins(policy.profile))
      previous = Self.after(plan, previous, policy)
    }
    #expect(weeks == 48, "a term of seven days is eight runs of 23 hours")
    #expect(spent.nanoRho <= policy.cap.perYear.nanoRho && spent.deltaUnits <= policy.cap.perYear.deltaUnits)
  }

  /// What a plan would have published, as far as terms go.
  private static func after(
    _ plan: RegionTerms, _ previous: PreviousReleases?, _ policy: PrivacyPolicy
  ) -> PreviousReleases {
    var (cell, network) = (previous?.cells["c"] ?? SegmentRelease(), previous?.network ?? SegmentRelease())
    (cell.sources, network.sources) = (RegionSources.all.names, RegionSources.all.names)
    if plan.beginsAdmission {
      var admission = Admission()
      admission.termStartUs = plan.cutOff
      cell.admissions = [admission]
    }
    if plan.begins(policy.profile) { cell.statistics = drawn(ProfileStatistic.allCases.map(\.rawValue), plan.cutOff) }
    if plan.begins(policy.network) {
      network.statistics = drawn(NetworkStatistic.allCases.map(\.rawValue), plan.cutOff)
    }
    return PreviousReleases(cells: ["c": cell], network: network)
  }

  private static func drawn(_ names: [String], _ asOf: Int64) -> [NoisyStatistic] {
    names.map { name in
      var statistic = NoisyStatistic()
      (statistic.name, statistic.asOfUs) = (name, asOf)
      return statistic
    }
  }

  @Test("a family that the region has no source for is neither drawn nor charged")
  func noSource() throws {
    let plan = RegionTerms(
      sources: [.visits], cutOff: 0, policy: .default, previous: nil)
    #expect(plan.begins(PrivacyPolicy.default.profile) && !plan.begins(PrivacyPolicy.default.network))
    let policy = PrivacyPolicy.default
    #expect(
      try charge(of: plan, policy).nanoRho
        == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + policy.profile.nanoRhoPerRun)
  }

  @Test("what cannot be answered is not drawn, only what tells so: who is admitted, and how many people zones have")
  func verdicts() {
    let policy = PrivacyPolicy.default
    let terms = RegionTerms(sources: .all, cutOff: 0, policy: policy, previous: nil, hasMap: true)
    func parts(_ answersCells: Bool, _ opensZones: Bool) -> Set<RunPart> {
      terms.parts(RegionVerdict(answersCells: answersCells, opensZones: opensZones), policy: policy)
    }
    #expect(parts(false, false) == [.admission, .peopleOfZones])
    #expect(parts(true, false) == [.admission, .daily, .profile, .network, .peopleOfZones])
    #expect(parts(false, true) == [.admission, .peopleOfZones, .zonesByItems])
    #expect(parts(true, true) == Set(RunPart.allCases))
    #expect(RunPart.peopleOfZones.cost(policy).nanoRho == 2_250_000)
    #expect(RunPart.zonesByItems.cost(policy).nanoRho == 42_750_000)
  }

  @Test("a numbers' date in the future, or an older cut-off, begins everything anew")
  func backwards() throws {
    let policy = PrivacyPolicy.default
    let first = RegionTerms(sources: .all, cutOff: 30 * day, policy: policy, previous: nil)
    let earlier = RegionTerms(
      sources: .all, cutOff: 29 * day, policy: policy, previous: Self.after(first, nil, policy))
    #expect(earlier.beginsAdmission && earlier.begins(policy.profile) && earlier.begins(policy.network))
  }
}
