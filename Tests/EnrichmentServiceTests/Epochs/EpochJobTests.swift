import Enrichment
import EnrichmentSchema
import Privacy
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the epoch job")
struct EpochJobTests {
  private let day: Int64 = 86_400_000_000

  private func run(_ store: TemporaryStore, policy: PrivacyPolicy, asOf: Int64) async throws -> RunReleaseResponse {
    try await EpochJob(store: store.opened.store).run(policy: policy, asOf: asOf, now: asOf + 1)
  }

  @Test("charges a term of admission once, and a daily run each time")
  func chargesTermsOnce() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200)
    let policy = PrivacyPolicy.default
    let first = try await run(store, policy: policy, asOf: TemporaryStore.cutOff)
    #expect(first.nanoRho == policy.daily.nanoRhoPerRun + policy.admission.nanoRhoPerRun)
    let second = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + day)
    #expect(second.nanoRho == policy.daily.nanoRhoPerRun)
    let afterTerm = try await run(store, policy: policy, asOf: TemporaryStore.cutOff + 29 * day)
    #expect(afterTerm.nanoRho == first.nanoRho)
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
