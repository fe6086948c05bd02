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

extension SegmentDefinition {
  private static let format = "segment 1"

  /// The definition as it is stored: UTF-8 lines `name=value`, the same bytes for the same definition.
  package var encoded: [UInt8] {
    let lines = [
      Self.format, "id=\(id)", "region=\(region)", "time_zone=\(timeZone)",
      "ages=\((ageRange.map(CellAges.years) ?? .all).name)",
      "interest=\((interestCluster.map(CellInterest.cluster) ?? .all).name)", "extent=\(extent.rawValue)",
      "parent=\(parentID ?? "")", "cells=\(cellIDs.joined(separator: ","))",
    ]
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// Reads `encoded`; throws `definition` with the line that cannot be read.
  package init(encoded: [UInt8]) throws(RegistryError) {
    guard let text = String(validating: encoded, as: UTF8.self) else { throw .definition("not UTF-8") }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)[...]
    guard lines.popFirst() == Self.format else { throw .definition(Self.format) }
    func next(_ name: String) throws(RegistryError) -> String {
      guard let line = lines.popFirst(), line.hasPrefix(name + "=") else { throw .definition(name) }
      return String(line.dropFirst(name.count + 1))
    }
    let id = try next("id")
    let region = try next("region")
    let timeZone = try next("time_zone")
    let ages = try next("ages")
    let interest = try next("interest")
    let extent = try next("extent")
    let parent = try next("parent")
    let cells = try next("cells")
    guard lines.isEmpty, let knownAges = CellAges(name: ages), knownAges != .unknown,
      let knownInterest = CellInterest(name: interest), let knownExtent = Extent(rawValue: extent)
    else { throw .definition("ages=\(ages) interest=\(interest) extent=\(extent)") }
    self.init(
      id: id, region: region, timeZone: timeZone, ageRange: knownAges.range, interestCluster: knownInterest.cluster,
      cellIDs: cells.split(separator: ",").map(String.init), extent: knownExtent,
      parentID: parent.isEmpty ? nil : parent)
  }
}
