import EngineFixtures
import Testing

@testable import Population
@testable import Segments

@Suite("dividing a region", .timeLimit(.minutes(1)))
struct RegionPlanTests {
  private func ages(_ from: Int, _ to: Int) throws -> AgeRange { try RegistryFixtures.ages(from, to) }

  @Test("every person is in exactly one cell, whatever the division")
  func disjoint() throws {
    let bands = try [ages(20, 30), ages(30, 35)]
    for division in [RegionPlan.Division.region, .cluster, .ageCluster(bands: bands)] {
      let plan = try RegionPlan(region: "town", timeZone: "UTC", division: division)
      for band in [AgeBand.unknown, AgeBand(lower: 20), AgeBand(lower: 25), AgeBand(lower: 30)] {
        for cluster in InterestCluster.allCases {
          let counted = plan.cells.filter { $0.contains(age: band ?? .unknown, interest: cluster) }
          #expect(counted.count == 1, "\(division) \(String(describing: band)) \(cluster)")
        }
      }
    }
  }

  @Test("without cells for the unknown they are in none")
  func unknownLeftOut() throws {
    let plan = try RegionPlan(
      region: "town", timeZone: "UTC", division: .ageCluster(bands: [ages(20, 25)]), countsUnknown: false)
    #expect(plan.cells.count == 6)
    #expect(!plan.cells.contains { $0.contains(age: .unknown, interest: .shopping) })
    #expect(!plan.cells.contains { $0.contains(age: AgeBand(lower: 20) ?? .unknown, interest: .unknown) })
  }

  @Test("age ranges are the unbroken runs of bands")
  func runs() throws {
    let plan = try RegionPlan(
      region: "town", timeZone: "UTC", division: .ageCluster(bands: [ages(40, 45), ages(20, 25), ages(25, 30)]))
    #expect(try plan.ageRanges == [ages(20, 25), ages(20, 30), ages(25, 30), ages(40, 45)])
  }

  @Test("a union is exactly the cells it names")
  func unions() throws {
    let plan = try RegionPlan(
      region: "town", timeZone: "UTC", division: .ageCluster(bands: [ages(20, 25), ages(25, 30)]))
    let segments = Dictionary(uniqueKeysWithValues: plan.segments(parent: nil).map { ($0.id, $0) })
    #expect(segments["town_all"]?.cellIDs == plan.cells.map(\.id).sorted())
    #expect(
      segments["town_shopping"]?.cellIDs == ["town/20-25/shopping", "town/25-30/shopping", "town/unknown/shopping"])
    #expect(segments["town_20_30_shopping"]?.cellIDs == ["town/20-25/shopping", "town/25-30/shopping"])
    #expect(segments["town_20_30_shopping"]?.extent == .union)
    #expect(segments["town_20_25_shopping"]?.extent == .cell)
    #expect(segments["town_20_25"]?.cellIDs.count == 7)
    #expect(segments["town/unknown/travel"]?.parentID == "town_all")
    #expect(segments["town/20-25/shopping"] == nil, "the union town_20_25_shopping is this cell")
  }

  @Test("plans that contradict themselves are refused with what is allowed")
  func refused() throws {
    #expect(throws: RegistryError.regionID("Sim City")) {
      try RegionPlan(region: "Sim City", timeZone: "UTC", division: .region)
    }
    #expect(throws: RegistryError.timeZoneMissing(region: "town")) {
      try RegionPlan(region: "town", timeZone: "", division: .region)
    }
    let overlapping = try [ages(20, 30), ages(25, 35)]
    #expect(throws: RegistryError.ageBands(region: "town")) {
      try RegionPlan(region: "town", timeZone: "UTC", division: .ageCluster(bands: overlapping))
    }
    #expect(throws: RegistryError.interestClusters(region: "town")) {
      try RegionPlan(region: "town", timeZone: "UTC", division: .cluster, clusters: [.travel, .travel])
    }
    #expect(AgeRange(from: 20, to: 20) == nil)
    #expect(AgeRange(from: 21, to: 25) == nil)
    #expect(AgeRange(from: 20, to: 125) == nil)
  }

  @Test("a division, a cell and a definition are read back as they were written")
  func roundTrips() throws {
    for text in ["region", "cluster", "age_cluster:20-25,25-35"] {
      #expect(RegionPlan.Division(text)?.description == text)
    }
    for text in ["", "age_cluster:", "age_cluster:20-25,", "age_cluster:20-26", "city"] {
      #expect(RegionPlan.Division(text) == nil)
    }
    let registry = try RegistryFixtures.registry()
    for cell in registry.cells { #expect(BaseCell(id: cell.id) == cell) }
    for segment in registry.segments { #expect(try SegmentDefinition(encoded: segment.encoded) == segment) }
    #expect(BaseCell(id: "simcity/25-30") == nil)
    #expect(BaseCell(id: "simcity/025-30/shopping") == nil)
    #expect(throws: RegistryError.self) { try SegmentDefinition(encoded: Array("segment 2\nid=a".utf8)) }
  }

  @Test("a declared plan is read back as it was written, remarks and order aside")
  func declared() throws {
    let plan = try RegionPlan(
      region: "town", timeZone: "Asia/Jakarta", division: .ageCluster(bands: [ages(20, 25), ages(25, 30)]),
      clusters: [.shopping, .travel], countsUnknown: false)
    #expect(try RegionPlan(text: plan.text) == plan)
    let edited = "# made by hand\n\nplan 1\nunknown=yes\nclusters=travel\ncells=cluster\ntime_zone=UTC\nregion=town\n"
    #expect(try RegionPlan(text: edited).cells.map(\.id) == ["town/all/travel", "town/all/unknown"])
  }

  @Test(
    "a line of a declared plan that cannot be read is named with what is allowed",
    arguments: [
      ("", "plan 1 first"), ("plan 2", "plan 1 first"), ("plan 1\nsize=3", "each of region"),
      ("plan 1\nregion=a\nregion=b", "each of region"), ("plan 1\ncells=city", "region, cluster or age_cluster"),
      ("plan 1\ncells=cluster\nclusters=fun", "shopping"), ("plan 1\ncells=cluster\nclusters=travel", "yes or no"),
      ("plan 1\ncells=cluster\nclusters=travel\nunknown=no", "1 to 64 of a-z"),
    ])
  func declaredRefusals(text: String, words: String) {
    #expect { try RegionPlan(text: text) } throws: { "\($0)".contains(words) }
  }
}
