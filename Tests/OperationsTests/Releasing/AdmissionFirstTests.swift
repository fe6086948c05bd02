import EnrichmentSchema
import Population
import Privacy
import Releases
import Segments
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import Operations

@Suite("a release that asks first who is admitted", .timeLimit(.minutes(5)))
struct AdmissionFirstTests {
  private let day = RegionCalendar.day
  private let policy = PrivacyPolicy.default

  private func ledger(of store: TemporaryStore) async throws -> BudgetLedger {
    try await store.opened.store.ledger(cap: policy.cap)
  }

  private func release(of cell: String, in store: TemporaryStore) async throws -> SegmentRelease {
    let rows = try await store.opened.store.releases(
      cells: [cell], statisticVersion: ReleaseRun.statisticVersion, epoch: 1)
    return try SegmentRelease(serializedBytes: try #require(rows.first ?? nil).bytes)
  }

  @Test(
    "pays for admission alone where nothing can be answered, once a term, and stores nothing but verdicts and counts")
  func nobody() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 3, visits: 12)
    let job = EpochJob(store: store.opened.store)
    let run = try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.nanoRho == policy.admission.nanoRhoPerRun && run.answerableSegments == 0)
    let ledger = try await ledger(of: store)
    #expect(ledger.spent(in: 2026) == policy.admission.cost && ledger.openReservations.isEmpty)
    let stored = try await release(of: "town/all/all", in: store)
    #expect(stored.statistics.map(\.name) == ["eligible_people"] && stored.admissions.count == 3)
    #expect(stored.statistics[0].sums == stored.admissions.map(\.noisyCount))
    #expect(try await release(of: "town", in: store).statistics.isEmpty)
    await #expect(throws: OperatorError.self) {
      try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff + day)
    }
    let next = try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff + 29 * day)
    #expect(next.nanoRho == policy.admission.nanoRhoPerRun)
  }

  @Test("pays for everything where something can be answered, and draws admission once")
  func somebody() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 1_500, visits: 12)
    try await store.settle("hamlet", people: 0, visits: 0)
    let job = EpochJob(store: store.opened.store)
    let run = try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    // The region has no source of a network, and the small one begins nothing that the large one does not.
    let weekly = policy.profile.nanoRhoPerRun
    #expect(run.nanoRho == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun + weekly)
    #expect(run.answerableSegments == 1 && run.cells == 2)
    let ledger = try await ledger(of: store)
    #expect(ledger.spent(in: 2026).nanoRho == run.nanoRho && ledger.openReservations.isEmpty)
    #expect(try await release(of: "town/all/all", in: store).statistics.count > 5)
    #expect(try await release(of: "hamlet/all/all", in: store).statistics.map(\.name) == ["eligible_people"])
    let second = try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff + day)
    #expect(second.nanoRho == policy.daily.nanoRhoPerRun && second.cells == 1)
  }

  @Test("is refused before admission is charged where the year could not pay for the rest")
  func exhausted() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 3, visits: 12)
    let opened = store.opened.store
    try await opened.boundLifetime(nanoRho: policy.admission.nanoRhoPerRun + 1, at: TemporaryStore.cutOff)
    let job = EpochJob(store: opened)
    let error = await #expect(throws: StoreError.self) {
      try await job.run(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    }
    #expect(error?.description.contains("releases have come to their end") == true && error?.exitCode == 69)
    await #expect(throws: StoreError.self) {
      try await job.rehearse(policy: policy, asOf: nil, now: TemporaryStore.cutOff)
    }
    #expect(try await ledger(of: store).spentInAllYears == 0)
    #expect(try await opened.currentEpochs().isEmpty)
    let works = StandingWork(store: opened, epochs: job).works(releases: .default)
    let release = try #require(works.first { $0.work.name == "release" })
    #expect(try await release.body(TemporaryStore.cutOff).hasPrefix("ended: the bound over all years"))
  }

  @Test("a run of one region is one of its own; a region that there is not is named with those that there are")
  func oneRegion() async throws {
    let store = try await TemporaryStore()
    try await store.settle("town", people: 2, visits: 12)
    try await store.settle("coast", people: 0, visits: 0)
    let job = EpochJob(store: store.opened.store)
    func run(_ regions: Set<String>) async throws -> RunReleaseResponse {
      try await job.run(policy: policy, coverage: .only(regions), asOf: nil, now: TemporaryStore.cutOff)
    }
    let first = try await run(["coast"])
    #expect(first.cells == 1 && first.nanoRho == policy.admission.nanoRhoPerRun)
    #expect(try await store.opened.store.currentEpochs().map(\.region) == ["coast"])
    #expect(try await run(["town"]).nanoRho == first.nanoRho)
    #expect(try await ledger(of: store).spent(in: 2026).nanoRho == 2 * first.nanoRho)
    let error = await #expect(throws: OperatorError.self) { try await run(["town", "twon"]) }
    #expect(error?.description == "region twon: the store has coast, town; nearest: town" && error?.exitCode == 64)
  }

  @Test("cells that are not admitted, whose union is, can be answered: the region's runs are of use")
  func unions() throws {
    let registry = try SegmentRegistry(
      plans: [try PopulationLoad.plan(region: "town", timeZone: "UTC", division: .cluster)])
    let builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: [.visits]))
    func releases(of people: Int64) -> [SegmentRelease] {
      registry.cells.map { cell in
        let admissions = ReleasePurpose.allCases.map { purpose in
          var admission = Admission()
          (admission.purpose, admission.noisyCount, admission.sigma2) = (purpose.rawValue, people, 300)
          return admission
        }
        var statistic = NoisyStatistic()
        (statistic.name, statistic.sums) = ("eligible_people", admissions.map(\.noisyCount))
        (statistic.sigma2Numerator, statistic.sigma2Denominator) = (300, 1)
        statistic.coordinates = builder.family.coordinates(of: .eligiblePeople)
        var release = SegmentRelease()
        (release.cellID, release.region, release.policy, release.admissions) = (cell.id, "town", "default", admissions)
        release.statistics = [statistic]
        return release
      }
    }
    #expect(try AnswerableSegments(of: "town", in: registry, by: releases(of: 900)).count > 0)
    #expect(try AnswerableSegments(of: "town", in: registry, by: releases(of: 3)).count == 0)
    #expect(try AnswerableSegments(of: "coast", in: registry, by: releases(of: 900)).count == 0)
  }
}
