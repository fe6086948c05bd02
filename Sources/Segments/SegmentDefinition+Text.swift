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
