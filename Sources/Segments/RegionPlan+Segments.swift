import Population

extension RegionPlan {
  /// Id of the segment that is the whole of a region.
  package static func wholeID(_ region: String) -> String { "\(region)_all" }

  /// Everything that can be asked for in this region: the whole, each cluster, each run of age bands, and both
  /// together. A base cell that no union equals is a segment under its own id.
  ///
  /// - Parameter parent: the region group that the whole falls back to.
  package func segments(parent: String?) -> [SegmentDefinition] {
    let unions = [whole(parent: parent)] + interestSegments(ages: nil) + ageRanges.flatMap(ageSegments)
    let single = Set(unions.filter { $0.cellIDs.count == 1 }.flatMap(\.cellIDs))
    return unions + cells.filter { !single.contains($0.id) }.map(cellSegment)
  }

  private func whole(parent: String?) -> SegmentDefinition {
    SegmentDefinition(
      id: Self.wholeID(region), region: region, timeZone: timeZone, cellIDs: cells.map(\.id), extent: .region,
      parentID: parent.map(Self.wholeID))
  }

  private func ageSegments(_ ages: AgeRange) -> [SegmentDefinition] {
    [union(ages: ages, interest: nil)] + interestSegments(ages: ages)
  }

  private func interestSegments(ages: AgeRange?) -> [SegmentDefinition] {
    if case .region = division { return [] }
    return clusters.map { union(ages: ages, interest: $0) }
  }

  private func union(ages: AgeRange?, interest: InterestCluster?) -> SegmentDefinition {
    let chosen = cells.filter { cell in
      (interest == nil || cell.interest.cluster == interest) && Self.covers(ages, cell.ages)
    }
    let words = [region] + (ages.map { ["\($0.from)", "\($0.to)"] } ?? []) + (interest.map { [$0.name] } ?? [])
    return SegmentDefinition(
      id: words.joined(separator: "_"), region: region, timeZone: timeZone, ageRange: ages, interestCluster: interest,
      cellIDs: chosen.map(\.id), extent: chosen.count == 1 ? .cell : .union, parentID: Self.wholeID(region))
  }

  private func cellSegment(_ cell: BaseCell) -> SegmentDefinition {
    SegmentDefinition(
      id: cell.id, region: region, timeZone: timeZone, ageRange: cell.ages.range,
      interestCluster: cell.interest.cluster,
      cellIDs: [cell.id], extent: .cell, parentID: Self.wholeID(region))
  }

  private static func covers(_ ages: AgeRange?, _ cell: CellAges) -> Bool {
    guard let ages else { return true }
    guard let years = cell.range else { return false }
    return ages.from <= years.from && years.to <= ages.to
  }
}
