package import Population

/// One of the disjoint groups that statistics are released for: region, age band and interest cluster.
package struct BaseCell: Sendable, Hashable {
  /// Region id.
  package let region: String
  /// Ages of the cell.
  package let ages: CellAges
  /// Interest of the cell.
  package let interest: CellInterest

  /// Makes a cell.
  package init(region: String, ages: CellAges = .all, interest: CellInterest = .all) {
    self.region = region
    self.ages = ages
    self.interest = interest
  }

  /// Reads `id`; nil for any other text.
  package init?(id: String) {
    let parts = id.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, RegionID.isValid(parts[0]), let ages = CellAges(name: parts[1]),
      let interest = CellInterest(name: parts[2])
    else { return nil }
    self.init(region: parts[0], ages: ages, interest: interest)
  }

  /// `region/ages/interest`, for example `simcity/25-30/shopping` or `jakarta/all/all`.
  package var id: String { "\(region)/\(ages.name)/\(interest.name)" }

  /// Whether a person with these attributes, who lives in the region, is counted here.
  package func contains(age: AgeBand, interest cluster: InterestCluster) -> Bool {
    ages.contains(age) && interest.contains(cluster)
  }
}
