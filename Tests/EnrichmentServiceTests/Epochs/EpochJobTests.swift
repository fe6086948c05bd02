import Answers
import Population
import Releases
import EnrichmentSchema
import Privacy
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the epoch job", .timeLimit(.minutes(5)))
struct EpochJobTests {
  private let day: Int64 = 86_400_000_000

  private func run(_ store: TemporaryStore, policy: PrivacyPolicy, asOf: Int64) async throws -> RunReleaseResponse {
    try await EpochJob(store: store.opened.store).run(policy: policy, asOf: asOf, now: asOf + 1)
  }

  @Test("charges what begins a term once, and a daily run each time; the ledger names what was paid")
  func chargesTermsOnce() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200)
    let policy = PrivacyPolicy.default
    let first = try await run(store, policy: policy, asOf: TemporaryStore.cutOff)
    let weekly = policy.profile.nanoRhoPerRun + policy.network.nanoRhoPerRun
    #expect(first.nanoRho == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + weekly)
    let second = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + day)
    #expect(second.nanoRho == policy.daily.nanoRhoPerRun)
    let afterWeek = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + 7 * day)
    #expect(afterWeek.nanoRho == policy.daily.nanoRhoPerRun + weekly)
    let afterTerm = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + 29 * day)
    #expect(afterTerm.nanoRho == first.nanoRho)
    let families = try await store.opened.store.runs(limit: 10).map(\.request.family)
    #expect(
      families == [
        "daily+admission+weekly_profile+weekly_network", "daily+weekly_profile+weekly_network", "daily",
        "daily+admission+weekly_profile+weekly_network",
      ])
  }

  @Test("between terms the weekly numbers are repeated with their date, and drawn anew after it")
  func repeats() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200)
    for days in [Int64(0), 1, 8] {
      _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff + days * day)
    }
    for (cell, names) in [
      ("simcity/all/all", ProfileStatistic.allCases.map(\.rawValue)),
      ("simcity", NetworkStatistic.allCases.map(\.rawValue)),
    ] {
      let rows = try await store.opened.store.releaseHistory(
        cell: cell, statisticVersion: ReleaseRun.statisticVersion, upTo: 3, limit: 3)
      let drawn = try rows.reversed().map { row in
        try SegmentRelease(serializedBytes: row.bytes).statistics.filter { names.contains($0.name) }
      }
      #expect(drawn.count == 3 && drawn[0].map(\.name) == names)
      #expect(drawn[0] == drawn[1] && drawn[0].map(\.sums) != drawn[2].map(\.sums))
      #expect(drawn[1].allSatisfy { $0.asOfUs == TemporaryStore.cutOff })
      #expect(drawn[2].allSatisfy { $0.asOfUs == TemporaryStore.cutOff + 8 * day })
    }
  }

  @Test("a year of runs every 23 hours, weeks and admissions included, stays within the cap")
  func year() throws {
    let policy = PrivacyPolicy.default
    let region = Region(id: "r", timeZone: "UTC", sources: .all)
    var spent = PrivacyCost.zero
    var weeks = 0
    var previous: PreviousReleases?
    for epoch in Int64(0)..<382 {
      let cutOff = TemporaryStore.cutOff + epoch * Int64(policy.periodHours) * day / 24
      let plan = RegionEpoch(region: region, cutOff: cutOff, policy: policy, previous: previous)
      spent = try #require(spent.adding(EpochJob.charge(for: [plan], policy: policy)))
      weeks += plan.begins(policy.network) ? 1 : 0
      #expect(plan.begins(policy.network) == plan.begins(policy.profile))
      previous = Self.after(plan, previous, policy)
    }
    #expect(weeks == 48, "a term of seven days is eight runs of 23 hours")
    #expect(spent.nanoRho <= policy.cap.perYear.nanoRho && spent.deltaUnits <= policy.cap.perYear.deltaUnits)
  }

  /// What a plan would have published, as far as terms go.
  private static func after(
    _ plan: RegionEpoch, _ previous: PreviousReleases?, _ policy: PrivacyPolicy
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
    let plan = RegionEpoch(
      region: Region(id: "r", timeZone: "UTC", sources: [.visits]), cutOff: 0, policy: .default, previous: nil)
    #expect(plan.begins(PrivacyPolicy.default.profile) && !plan.begins(PrivacyPolicy.default.network))
    let policy = PrivacyPolicy.default
    #expect(
      try EpochJob.charge(for: [plan], policy: policy).nanoRho
        == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + policy.profile.nanoRhoPerRun)
  }

  @Test("a numbers' date in the future, or an older cut-off, begins everything anew")
  func backwards() throws {
    let policy = PrivacyPolicy.default
    let region = Region(id: "r", timeZone: "UTC", sources: .all)
    let first = RegionEpoch(region: region, cutOff: 30 * day, policy: policy, previous: nil)
    let earlier = RegionEpoch(
      region: region, cutOff: 29 * day, policy: policy, previous: Self.after(first, nil, policy))
    #expect(earlier.beginsAdmission && earlier.begins(policy.profile) && earlier.begins(policy.network))
  }

  @Test("the answers of a city hold the weekly fields or say why not, with scope and date")
  func answers() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 400)
    _ = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    let catalogue = SegmentCatalogue(store: store.opened.store)
    try await catalogue.refresh()
    let answers = try SegmentAnswers(catalogue: catalogue, store: store.opened.store)
    var segment = UserSegment()
    segment.segmentID = "simcity_all"
    var behavior = GetRealWorldBehaviorRequest()
    behavior.userSegment = segment
    let doings = try GetRealWorldBehaviorResponse(serializedBytes: try await answers.behavior(behavior).bytes)
    var influence = GetCommunityInfluenceRequest()
    influence.userSegment = segment
    let network = try GetCommunityInfluenceResponse(serializedBytes: try await answers.influence(influence).bytes)
    var profile = GetQuantumPersonalityRequest()
    profile.userSegment = segment
    let persons = try GetQuantumPersonalityResponse(serializedBytes: try await answers.personality(profile).bytes)
    #expect(persons.personalityProfile?.authenticityScore != nil)
    #expect(doings.realWorldBehavior?.journeyPatterns?.frequency != nil)
    #expect(network.communityInfluencePatterns?.ai2aiInsights?.learningRate != nil)
    let dated = doings.estimates["real_world_behavior.journey_patterns.frequency"]?.asOf?.microseconds
    #expect(dated == TemporaryStore.cutOff)
    let withheld = [
      doings.marketSegmentMetadata, network.marketSegmentMetadata, persons.marketSegmentMetadata,
    ].flatMap { $0?.withheld ?? [] }
    let reasons = Set(withheld.map(\.reason))
    #expect(reasons.isSubset(of: ["low_confidence", "missing_input", "not_requested_data"]), "\(withheld)")
    #expect(withheld.contains { $0.field == "personality_profile.12_dimensions.*.percentiles" })
  }

  @Test("the default policy does not answer for 200 people, the research policy does and says so")
  func floors() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200)
    let other = try await TemporaryStore()
    try await other.simulate(people: 200)
    let small = try await run(other, policy: .default, asOf: TemporaryStore.cutOff)
    #expect(small.answerableSegments == 0)
    let research = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    #expect(research.answerableSegments == 1)
    let catalogue = SegmentCatalogue(store: store.opened.store)
    try await catalogue.refresh()
    var request = GetRealWorldBehaviorRequest()
    request.userSegment = UserSegment()
    request.userSegment?.segmentID = "simcity_all"
    let answer = try await SegmentAnswers(catalogue: catalogue, store: store.opened.store).behavior(request)
    let response = try GetRealWorldBehaviorResponse(serializedBytes: answer.bytes)
    #expect(response.marketSegmentMetadata?.policy == "research")
    #expect(response.marketSegmentMetadata?.floor == 100)
    #expect(response.marketSegmentMetadata?.simulated == true)
  }

  @Test("a run that does not fit the year's budget is refused and releases nothing")
  func budget() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150)
    _ = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    await #expect(throws: StoreError.self) {
      try await run(store, policy: .research, asOf: TemporaryStore.cutOff + day)
    }
    let epochs = try await store.opened.store.currentEpochs()
    #expect(epochs.map(\.epoch) == [1])
  }

  @Test("two releases of the same people differ: the noise is fresh")
  func freshNoise() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150)
    _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff)
    _ = try await run(store, policy: .default, asOf: TemporaryStore.cutOff)
    let rows = try await store.opened.store.releaseHistory(
      cell: "simcity/all/all", statisticVersion: ReleaseRun.statisticVersion, upTo: 2, limit: 2)
    let sums = try rows.map { try SegmentRelease(serializedBytes: $0.bytes).statistics.map(\.sums) }
    #expect(sums.count == 2)
    #expect(sums.first != sums.last)
  }

  @Test("of several releases asked for at once, those that meet a running one are refused and leave nothing open")
  func oneAtATime() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 150)
    let operations = AdminOperations(store.opened)
    let outcomes = await withTaskGroup(of: (any Error)?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          do { _ = try await operations.runRelease(RunReleaseRequest()) } catch { return error }
          return nil
        }
      }
      return await group.reduce(into: [(any Error)?]()) { $0.append($1) }
    }
    #expect(outcomes.contains { $0 == nil })
    for case let error? in outcomes { #expect("\(error)".contains("being computed")) }
    #expect(try await store.opened.store.runs(limit: 10).allSatisfy { $0.state == .published })
  }

  @Test("an empty store has nothing to release")
  func emptyStore() async throws {
    let store = try await TemporaryStore()
    await #expect(throws: OperatorError.self) { try await run(store, policy: .default, asOf: TemporaryStore.cutOff) }
  }
}
