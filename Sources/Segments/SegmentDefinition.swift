package import Population

/// A registered segment: a base cell or a union of base cells, with the words to ask for it.
package struct SegmentDefinition: Sendable, Hashable {
  /// How much a segment covers, as `scope` says it when it is wider than asked.
  package enum Extent: String, Sendable, Hashable {
    /// One base cell.
    case cell
    /// Several base cells.
    case union
    /// Every base cell of a region.
    case region
  }

  /// Id to ask with, for example `simcity_25_35_shopping`.
  package let id: String
  /// Region id.
  package let region: String
  /// IANA name of the region's time zone.
  package let timeZone: String
  /// Ages; nil when not restricted.
  package let ageRange: AgeRange?
  /// Interests; nil when not restricted.
  package let interestCluster: InterestCluster?
  /// Ids of the base cells, sorted; at least one.
  package let cellIDs: [String]
  /// How much it covers.
  package let extent: Extent
  /// Segment that is answered instead when this one may not be; nil for a region without a parent.
  package let parentID: String?

  /// Makes a definition; `cellIDs` are sorted here.
  package init(
    id: String, region: String, timeZone: String, ageRange: AgeRange? = nil, interestCluster: InterestCluster? = nil,
    cellIDs: [String], extent: Extent, parentID: String?
  ) {
    self.id = id
    self.region = region
    self.timeZone = timeZone
    self.ageRange = ageRange
    self.interestCluster = interestCluster
    self.cellIDs = cellIDs.sorted()
    self.extent = extent
    self.parentID = parentID
  }

  /// Whether it can be described by region, ages and interests; a base cell that no union equals has an id alone.
  package var isDescribable: Bool { !id.contains("/") }

  /// The interests as a request names them; empty when not restricted.
  package var interests: [String] { interestCluster.map { [$0.name] } ?? [] }
}
