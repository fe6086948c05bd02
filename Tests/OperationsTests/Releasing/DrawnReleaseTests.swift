import EnrichmentSchema
import Population
import Privacy
import Releases
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import Operations

@Suite("a release that was drawn", .timeLimit(.minutes(5)))
struct DrawnReleaseTests {
  private let day: Int64 = 86_400_000_000

  /// The releases of two regions with cut-offs of their own, and the plan they were drawn by.
  private func drawn() async throws -> (releases: [SegmentRelease], plan: RunPlan) {
    let store = try await TemporaryStore()
    try await store.simulate(people: 1_600, cutOff: TemporaryStore.cutOff - 100 * day)
    try await store.settle("town", people: 2, visits: 12)
    let opened = store.opened.store
    let run = try await EpochJob(store: opened).run(policy: .default, asOf: nil, now: TemporaryStore.cutOff)
    #expect(run.segments == 2 && run.answerableSegments == 1)
    let plan = try await RunPlan(
      of: try await opened.regions(), policy: .default, asOf: nil, now: TemporaryStore.cutOff, isForced: true,
      in: opened)
    let rows = try await opened.releases(
      cells: ["simcity/all/all", "simcity", "town/all/all", "town"], statisticVersion: ReleaseRun.statisticVersion,
      epoch: 1)
    return (try rows.compactMap { $0 }.map { try SegmentRelease(serializedBytes: $0.bytes) }, plan)
  }

  @Test("of two regions with cut-offs of their own contradicts nothing")
  func whole() async throws {
    let (releases, plan) = try await drawn()
    let drawn = try DrawnRelease([DrawnRegion(segments: releases, affinity: nil)], of: plan, epoch: 1)
    try drawn.check(at: TemporaryStore.cutOff)
    #expect(drawn.segments.count == 2)
    #expect(drawn.cells(in: "simcity") == 1 && drawn.cells(in: "town") == 1 && drawn.cells(in: "elsewhere") == 0)
    #expect(drawn.answerable(in: "simcity") == 1 && drawn.answerable(in: "town") == 0)
  }

  @Test("is refused when answers made of it would contradict themselves, which is told by segment and field")
  func contradictory() async throws {
    let (releases, plan) = try await drawn()
    let early = try DrawnRelease([DrawnRegion(segments: releases, affinity: nil)], of: plan, epoch: 1)
    let error = #expect(throws: OperatorError.self) {
      try early.check(at: TemporaryStore.cutOff - 200 * day)
    }
    #expect(error?.description.contains("market_segment_metadata.data_freshness") == true)
    #expect(error?.description.contains("simcity_all: ") == true)
    #expect(error?.exitCode == 70)
  }

  @Test("is refused when its parts do not fit together")
  func misfit() async throws {
    var (releases, plan) = try await drawn()
    for index in releases.indices where releases[index].cellID == "simcity/all/all" {
      for statistic in releases[index].statistics.indices { releases[index].statistics[statistic].sums = [] }
    }
    let broken = releases
    #expect(throws: EstimateError.self) {
      try DrawnRelease([DrawnRegion(segments: broken, affinity: nil)], of: plan, epoch: 1)
    }
  }
}
