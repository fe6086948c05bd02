package import EnrichmentSchema
package import Segments

/// Registries that the tests of segments and answers share.
package enum RegistryFixtures {
  package static func ages(_ from: Int, _ to: Int) throws -> AgeRange {
    guard let range = AgeRange(from: from, to: to) else { throw RegistryError.ageBands(region: "fixture") }
    return range
  }

  /// Two cities, one divided by age and interest, one by interest, and their group.
  package static func registry() throws -> SegmentRegistry {
    let bands = try [ages(20, 25), ages(25, 30), ages(30, 35), ages(40, 45)]
    return try SegmentRegistry(
      plans: [
        RegionPlan(region: "simcity", timeZone: "Europe/Berlin", division: .ageCluster(bands: bands)),
        RegionPlan(region: "jakarta", timeZone: "Asia/Jakarta", division: .cluster),
        RegionPlan(region: "new_york", timeZone: "America/New_York", division: .region),
      ],
      groups: [RegionGroup(region: "world", members: ["simcity", "jakarta", "new_york"])])
  }

  package static func segment(
    _ id: String = "", region: String = "", ages: [Int32] = [], interests: [String] = []
  ) -> UserSegment {
    var segment = UserSegment()
    segment.segmentID = id
    segment.geographicRegion = region
    if !ages.isEmpty || !interests.isEmpty {
      var demographics = Demographics()
      demographics.ageRange = ages
      demographics.interests = interests
      segment.demographics = demographics
    }
    return segment
  }
}
