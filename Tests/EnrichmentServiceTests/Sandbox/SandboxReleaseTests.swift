import Answers
import EnrichmentSchema
import Foundation
import Operations
import Personality
import Population
import Privacy
import Releases
import Segments
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the release of the sandbox", .timeLimit(.minutes(5)))
struct SandboxReleaseTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/EnrichmentService/Sandbox/SandboxData.swift")

  private func edition() async throws -> CatalogueEdition {
    let store = try SandboxStore(ServiceParts.shipped.get(), clock: TimeSource { SandboxRelease.cutOff })
    let catalogue = SegmentCatalogue(store: store)
    try await catalogue.refresh()
    return try #require(catalogue.current)
  }

  @Test("stands in its file as it is written, which is of moderate size")
  func file() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(text.utf8.count <= 300_000)
    #expect(try ServiceParts.shipped.get().source() == text, "not as `make sandbox-release` writes it")
  }

  @Test("is of the statistics and the policy that releases have now; else it is to be drawn anew")
  func versions() throws {
    let release = try ServiceParts.shipped.get()
    let version = PolicyVersion.hash(of: .default)
    for cell in release.cells {
      #expect(cell.statisticVersion == ReleaseRun.statisticVersion && cell.policyVersion == version)
      #expect(cell.policy == "default" && cell.simulated && cell.releaseID == SandboxRelease.releaseID)
    }
    #expect(release.affinity.policyVersion == version && release.affinity.simulated)
    #expect(Set(release.cells.map(\.cutOffUs) + [release.affinity.cutOffUs]) == [SandboxRelease.cutOff])
  }

  @Test("answers for every segment and purpose, and contradicts itself nowhere")
  func consistent() async throws {
    let edition = try await edition()
    #expect(edition.registry.segments.count == 77 && edition.registry.cells.count == 24)
    let engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    let answers = EncodedAnswers(engine: engine, clock: TimeSource { SandboxRelease.cutOff })
    for segment in edition.registry.segments {
      #expect(edition.answerable(segment) == Set(ReleasePurpose.allCases), "\(segment.id)")
      let source = try #require(try edition.source(of: AnsweredSegment(asked: segment, answered: segment)))
      _ = try answers.behavior(.init(), from: source)
      _ = try answers.personality(.init(), from: source)
      _ = try answers.influence(.init(), from: source)
    }
  }

  @Test("withholds nothing of the segment of the printed example")
  func everyField() async throws {
    let edition = try await edition()
    let segment = try #require(edition.registry[id: "tech_enthusiasts_25_35_sf"])
    #expect(segment.region == "san_francisco" && segment.ageRange == AgeRange(from: 25, to: 35))
    let source = try #require(try edition.source(of: AnsweredSegment(asked: segment, answered: segment)))
    let engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    let answers = EncodedAnswers(engine: engine, clock: TimeSource { SandboxRelease.cutOff })
    let behavior = try GetRealWorldBehaviorResponse(serializedBytes: answers.behavior(.init(), from: source))
    var product = ProductQuantumState()
    (product.productID, product.style, product.features) = ("phone", "minimalist", ["innovation", "quality"])
    var asked = GetQuantumPersonalityRequest()
    asked.productQuantumState = product
    let personality = try GetQuantumPersonalityResponse(serializedBytes: answers.personality(asked, from: source))
    let influence = try GetCommunityInfluenceResponse(serializedBytes: answers.influence(.init(), from: source))
    for metadata in [
      behavior.marketSegmentMetadata, personality.marketSegmentMetadata, influence.marketSegmentMetadata,
    ] {
      #expect(metadata?.withheld.map { "\($0.field): \($0.reason) \($0.detail)" } == [])
      #expect(metadata?.simulated == true)
    }
  }

  @Test("has eight neighbourhoods, each answering for itself, and forty items in them")
  func zones() async throws {
    let affinity = try #require(try await edition().affinities[SandboxRelease.region])
    #expect(
      affinity.estimates.map.zones.map(\.id).sorted() == [
        "castro", "haight", "marina", "mission", "north_beach", "richmond", "soma", "sunset",
      ])
    #expect(affinity.estimates.isOpen.allSatisfy { $0 })
    #expect(affinity.estimates.map.items.count == 40 && affinity.estimates.map.items.allSatisfy { $0.zone != nil })
  }

  @Test("an unknown segment is told segments of the sandbox that are near")
  func suggestions() async throws {
    var asked = UserSegment()
    asked.segmentID = "tech_enthusiasts_25_45_sf"
    let registry = try await edition().registry
    #expect(throws: RequestError.self) { try registry.resolve(asked) }
    do { _ = try registry.resolve(asked) } catch RequestError.invalidSegment(let unknown) {
      #expect(unknown.suggestedSegments.first == "tech_enthusiasts_25_40_sf")
    }
  }
}
