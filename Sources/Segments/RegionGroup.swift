import Population

/// A region made of other regions: the parent that they fall back to.
///
/// It has no base cells of its own, so that nobody is counted twice.
package struct RegionGroup: Sendable, Hashable {
  /// Region id of the group.
  package let region: String
  /// Region ids of its members; each belongs to one group at most.
  package let members: [String]

  /// Makes a group; the registry checks the members.
  package init(region: String, members: [String]) {
    self.region = region
    self.members = members
  }

  /// The segment that is all members together.
  func union(of plans: [RegionPlan]) -> SegmentDefinition {
    let planned = plans.filter { members.contains($0.region) }
    let zones = Set(planned.map(\.timeZone)).sorted()
    return SegmentDefinition(
      id: RegionPlan.wholeID(region), region: region, timeZone: zones.joined(separator: ","),
      cellIDs: planned.flatMap { $0.cells.map(\.id) }, extent: .region, parentID: nil)
  }

  /// The group of each region that has one.
  static func parents(of plans: [RegionPlan], groups: [RegionGroup]) throws(RegistryError) -> [String: String] {
    let regions = Set(plans.map(\.region))
    var parents: [String: String] = [:]
    for group in groups {
      guard RegionID.isValid(group.region) else { throw .regionID(group.region) }
      guard !group.members.isEmpty else { throw .groupMember(group: group.region, region: "") }
      for member in group.members {
        guard regions.contains(member), parents.updateValue(group.region, forKey: member) == nil else {
          throw .groupMember(group: group.region, region: member)
        }
      }
    }
    return parents
  }
}
