import EngineFixtures
import EnrichmentSchema
import Testing

@testable import Population
@testable import Segments

@Suite("resolving segments", .timeLimit(.minutes(1)))
struct SegmentRegistryTests {
  private let registry: SegmentRegistry

  init() throws { registry = try RegistryFixtures.registry() }

  private func resolve(
    _ id: String = "", region: String = "", ages: [Int32] = [], interests: [String] = []
  ) throws -> SegmentDefinition {
    try registry.resolve(RegistryFixtures.segment(id, region: region, ages: ages, interests: interests))
  }

  private func refusal(
    _ id: String = "", region: String = "", ages: [Int32] = [], interests: [String] = []
  ) -> RequestError? {
    do {
      _ = try resolve(id, region: region, ages: ages, interests: interests)
      return nil
    } catch {
      return error as? RequestError
    }
  }

  private func violations(_ error: RequestError?) -> [RequestViolation] {
    if case .invalidArgument(let list) = error { list } else { [] }
  }

  private func suggestions(_ error: RequestError?) -> [String] {
    if case .invalidSegment(let unknown) = error { unknown.suggestedSegments } else { [] }
  }

  @Test("a registered id is found, also by the id of its only cell, and agreeing attributes change nothing")
  func byID() throws {
    #expect(try resolve("simcity_25_35_shopping").cellIDs == ["simcity/25-30/shopping", "simcity/30-35/shopping"])
    #expect(try resolve("simcity/25-30/shopping").id == "simcity_25_30_shopping")
    #expect(try resolve("simcity/unknown/shopping").cellIDs == ["simcity/unknown/shopping"])
    let agreed = try resolve("simcity_25_35_shopping", region: "simcity", ages: [25, 35], interests: ["shopping"])
    #expect(agreed.id == "simcity_25_35_shopping")
  }

  @Test("a description is found when it is exactly a registered union")
  func byDescription() throws {
    #expect(try resolve(region: "simcity").id == "simcity_all")
    #expect(try resolve(region: "simcity", interests: ["travel", "travel"]).id == "simcity_travel")
    #expect(try resolve(region: "simcity", ages: [20, 35]).id == "simcity_20_35")
    #expect(try resolve(region: "simcity", ages: [25, 35], interests: ["learning"]).id == "simcity_25_35_learning")
    #expect(try resolve(region: "new_york").cellIDs == ["new_york/all/all"])
  }

  @Test("without a region the only region is meant, or all of them when they form a group")
  func anyRegion() throws {
    let single = try SegmentRegistry(
      plans: [RegionPlan(region: "town", timeZone: "UTC", division: .cluster)])
    #expect(try single.resolve(RegistryFixtures.segment(interests: ["travel"])).id == "town_travel")
    #expect(suggestions(refusal(interests: ["travel"])).count == 5)
    #expect(try resolve(region: "world").extent == .region)
  }

  @Test("attributes that contradict the id are refused, each naming the pair")
  func disagreement() throws {
    let list = violations(
      refusal("simcity_25_35_shopping", region: "jakarta", ages: [20, 25], interests: ["shopping", "travel"]))
    #expect(
      list.map(\.field) == [
        "user_segment.geographic_region", "user_segment.demographics.age_range", "user_segment.demographics.interests",
      ])
    #expect(list.allSatisfy { $0.allowed.contains("user_segment.segment_id \"simcity_25_35_shopping\"") })
    #expect(violations(refusal("simcity_all", ages: [20, 25])).count == 1, "the whole has no age range")
  }

  @Test("malformed attributes are refused before anything is looked up")
  func malformed() throws {
    for ages in [[25], [35, 25], [25, 33], [25, 35, 45], [-5, 5]] as [[Int32]] {
      #expect(violations(refusal("nowhere", ages: ages)).map(\.field) == ["user_segment.demographics.age_range"])
    }
    #expect(violations(refusal()).map(\.field) == ["user_segment.segment_id"])
    let long = String(repeating: "x", count: 129)
    #expect(violations(refusal(long, region: long)).count == 2)
    #expect(violations(refusal(long)).first?.value.count == RequestViolation.longestQuote + 1)
    #expect(violations(refusal(region: "simcity", interests: Array(repeating: "travel", count: 33))).count == 1)
    let stranger = violations(refusal(region: "simcity", interests: ["shopping", "technology"]))
    #expect(stranger.map(\.field) == ["user_segment.demographics.interests[1]"])
    #expect(stranger.first?.allowed == InterestCluster.allowedNames)
  }

  @Test("beside an id, interests that are no clusters change nothing; those that are still have to agree")
  func uselessInterests() throws {
    #expect(try resolve("simcity_25_35", interests: ["technology", "innovation"]).id == "simcity_25_35")
    #expect(try resolve("simcity_shopping", interests: ["technology", "shopping"]).id == "simcity_shopping")
    let contradiction = violations(refusal("simcity_shopping", interests: ["technology", "travel"]))
    #expect(contradiction.map(\.field) == ["user_segment.demographics.interests"])
    #expect(contradiction.map(\.value) == ["travel"])
  }

  @Test("an unknown segment gets the nearest registered ones: region, then interests, then ages")
  func suggested() throws {
    let plan = refusal(
      "tech_enthusiasts_25_35_sf", region: "san_francisco", ages: [25, 35], interests: ["technology", "innovation"])
    #expect(suggestions(plan).count == 5)
    #expect(
      suggestions(refusal(region: "simcity", ages: [25, 40], interests: ["shopping"])).first == "simcity_25_35_shopping"
    )
    #expect(suggestions(refusal("simcity_25_40_shoping")).first == "simcity_25_35_shopping")
    #expect(suggestions(refusal("jakarta_travell")).first == "jakarta_travel")
    #expect(suggestions(refusal("simcity_al")).first == "simcity_all")
    #expect(suggestions(refusal(region: "jakartta", interests: ["learning"])).first == "jakarta_learning")
    let pair = suggestions(refusal(region: "jakarta", interests: ["shopping", "travel"]))
    #expect(pair.first == "jakarta_all", "only the whole covers both")
  }

  @Test("suggestions are registered, at most five, and the same for the same request")
  func suggestionsDeterministic() throws {
    for id in ["", "x", "simcity", "20_25", "simcity_99_12_food", "ÅÄÖ//--__"] where !id.isEmpty {
      let first = suggestions(refusal(id))
      #expect(first == suggestions(refusal(id)))
      #expect(first.count <= 5 && first.allSatisfy { registry[id: $0] != nil })
    }
  }

  @Test("what may not be answered falls back to its region, then to the group, and says so")
  func fallback() throws {
    let asked = try resolve("simcity_25_35_shopping")
    let own = try registry.answering(asked) { _ in true }
    #expect(own.answered == asked && own.scope.isEmpty)
    let region = try registry.answering(asked) { $0.extent == .region }
    #expect(region.answered.id == "simcity_all" && region.scope == "region")
    let group = try registry.answering(asked) { $0.id == "world_all" }
    #expect(group.answered.region == "world" && group.scope == "region")
    #expect(throws: RequestError.segmentTooSmall(segmentID: asked.id)) {
      try registry.answering(asked) { _ in false }
    }
  }

  @Test("the community of a segment is its interest in the whole region")
  func community() throws {
    let shoppers = registry.communityCells(of: try resolve("simcity_25_30_shopping"))
    #expect(shoppers.count == 5 && shoppers.allSatisfy { $0.interest == .cluster(.shopping) && $0.region == "simcity" })
    #expect(registry.communityCells(of: try resolve("simcity_20_25")).count == 35)
    #expect(registry.communityCells(of: try resolve("world_all")).count == registry.cells.count)
  }

  @Test("pages follow the order of ids and end")
  func pages() throws {
    var seen: [String] = []
    var last = ""
    while let id = registry.page(after: last, limit: 7).last?.id {
      seen += registry.page(after: last, limit: 7).map(\.id)
      last = id
    }
    #expect(seen == registry.segments.map(\.id) && seen == seen.sorted())
    #expect(registry.page(after: "", limit: -1).isEmpty)
  }

  @Test("a registry that names what is not there is refused")
  func refused() throws {
    let whole = try resolve("jakarta_all")
    #expect(throws: RegistryError.duplicateID("jakarta_all")) {
      try SegmentRegistry(segments: registry.segments + [whole])
    }
    #expect(throws: RegistryError.parent(segment: "jakarta_all", parent: "world_all")) {
      try SegmentRegistry(segments: [whole])
    }
    let plan = try RegionPlan(region: "town", timeZone: "UTC", division: .region)
    #expect(throws: RegistryError.groupMember(group: "land", region: "village")) {
      try SegmentRegistry(plans: [plan], groups: [RegionGroup(region: "land", members: ["village"])])
    }
    let bad = SegmentDefinition(
      id: "town_all", region: "town", timeZone: "UTC", cellIDs: ["town"], extent: .cell, parentID: nil)
    #expect(throws: RegistryError.cell(segment: "town_all", cell: "town")) { try SegmentRegistry(segments: [bad]) }
  }
}
