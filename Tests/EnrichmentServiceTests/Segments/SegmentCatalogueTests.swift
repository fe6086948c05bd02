import Answers
import Releases
import Segments
import Storage
import Testing

@testable import EnrichmentService

@Suite("the catalogue of segments", .timeLimit(.minutes(5)))
struct SegmentCatalogueTests {
  @Test("keeps its edition while no epoch is newer, and with it all that was prepared of it")
  func unchanged() async throws {
    let parts = try await ServiceParts()
    let first = try #require(parts.catalogue.current)
    let reads = parts.store.now.releaseReads
    try await parts.catalogue.refresh()
    #expect(parts.catalogue.current === first && parts.store.now.releaseReads == reads)
    try parts.store.releaseJakarta(epoch: 2)
    try await parts.catalogue.refresh()
    #expect(parts.catalogue.current !== first && parts.catalogue.current?.epochs["jakarta"]?.epoch == 2)
  }

  @Test("keeps what it has when the store cannot be read")
  func failure() async throws {
    let parts = try await ServiceParts()
    let first = try #require(parts.catalogue.current)
    parts.store.change { $0.failure = .closed }
    await #expect(throws: StoreError.closed) { try await parts.catalogue.refresh() }
    #expect(parts.catalogue.current === first)
  }

  @Test("gives an earlier release to all who ask for it as one edition, until a newer release comes")
  func earlier() async throws {
    let parts = try await ServiceParts()
    try parts.store.releaseJakarta(epoch: 2)
    try await parts.catalogue.refresh()
    let one = try #require(try await parts.catalogue.edition(region: "jakarta", epoch: 1))
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 1) === one)
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 2) === parts.catalogue.current)
    try parts.store.releaseJakarta(epoch: 3)
    try await parts.catalogue.refresh()
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 1) !== one)
  }

  @Test("knows no release that is not stored and no region that is not released")
  func missing() async throws {
    let parts = try await ServiceParts()
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 9) == nil)
    #expect(try await parts.catalogue.edition(region: "atlantis", epoch: 1) == nil)
  }

  @Test("without a release knows the segments and answers for none")
  func unreleased() async throws {
    let parts = try await ServiceParts(hasRelease: false)
    let edition = try #require(parts.catalogue.current)
    #expect(!edition.hasReleases && edition.registry.segments.map(\.id) == ["jakarta_all"])
    #expect(edition.answerable(edition.registry.segments[0]).isEmpty)
    #expect(try await ReleasedSizes.read(region: "jakarta", from: parts.store).isEmpty)
  }

  @Test("the sizes of segments are those that the release paid for")
  func sizes() async throws {
    let parts = try await ServiceParts()
    let sizes = try await ReleasedSizes.read(region: "jakarta", from: parts.store)
    #expect(sizes.map(\.segment) == ["jakarta_all"])
    #expect(abs((sizes.first?.people.count ?? 0) - 400) < 300)
  }
}
