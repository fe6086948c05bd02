package import Population

/// How a region is divided into base cells, and which unions of them can be asked for.
///
/// The division depends on public choices only, never on anybody's data.
package struct RegionPlan: Sendable, Hashable {
  /// The division into base cells.
  package enum Division: Sendable, Hashable {
    /// One cell.
    case region
    /// A cell for each interest cluster.
    case cluster
    /// A cell for each age band and interest cluster.
    case ageCluster(bands: [AgeRange])
  }

  /// Region id, as `RegionID` allows.
  package let region: String
  /// IANA name of the time zone, for example `Asia/Jakarta`.
  package let timeZone: String
  /// The division; age bands in order.
  package let division: Division
  /// Interest clusters of the division, without `unknown`.
  package let clusters: [InterestCluster]
  /// Whether people of unknown age or interest have cells of their own. Without them those people are in no cell.
  package let countsUnknown: Bool

  /// Checks and makes a plan.
  package init(
    region: String, timeZone: String, division: Division, clusters: [InterestCluster] = InterestCluster.named,
    countsUnknown: Bool = true
  ) throws(RegistryError) {
    guard RegionID.isValid(region) else { throw .regionID(region) }
    guard !timeZone.isEmpty else { throw .timeZoneMissing(region: region) }
    guard !clusters.isEmpty, Set(clusters).count == clusters.count, !clusters.contains(.unknown) else {
      throw .interestClusters(region: region)
    }
    self.region = region
    self.timeZone = timeZone
    self.division = try Self.ordered(division, region: region)
    self.clusters = clusters
    self.countsUnknown = countsUnknown
  }

  /// The base cells, disjoint, in a fixed order.
  package var cells: [BaseCell] {
    switch division {
    case .region: [BaseCell(region: region)]
    case .cluster: cells(ages: [.all])
    case .ageCluster(let bands): cells(ages: bands.map(CellAges.years) + (countsUnknown ? [.unknown] : []))
    }
  }

  /// The unbroken runs of age bands, each as one range.
  package var ageRanges: [AgeRange] {
    guard case .ageCluster(let bands) = division else { return [] }
    return bands.indices.flatMap { first in
      bands[first...].indices.prefix { $0 == first || bands[$0 - 1].to == bands[$0].from }
        .compactMap { AgeRange(from: bands[first].from, to: bands[$0].to) }
    }
  }

  private func cells(ages: [CellAges]) -> [BaseCell] {
    ages.flatMap { age in
      (clusters + (countsUnknown ? [.unknown] : [])).map {
        BaseCell(region: region, ages: age, interest: .cluster($0))
      }
    }
  }

  private static func ordered(_ division: Division, region: String) throws(RegistryError) -> Division {
    guard case .ageCluster(let bands) = division else { return division }
    let sorted = bands.sorted()
    let overlap = zip(sorted, sorted.dropFirst()).contains { $0.to > $1.from }
    guard !sorted.isEmpty, !overlap else { throw .ageBands(region: region) }
    return .ageCluster(bands: sorted)
  }
}

extension RegionPlan.Division: CustomStringConvertible {
  /// As an operator writes it: `region`, `cluster` or for example `age_cluster:20-25,25-30`.
  package var description: String {
    switch self {
    case .region: "region"
    case .cluster: "cluster"
    case .ageCluster(let bands): "age_cluster:" + bands.map { "\($0.from)-\($0.to)" }.joined(separator: ",")
    }
  }

  /// Reads `description`; nil for any other text.
  package init?(_ text: String) {
    switch text {
    case "region": self = .region
    case "cluster": self = .cluster
    default:
      guard text.hasPrefix("age_cluster:") else { return nil }
      let names = text.dropFirst("age_cluster:".count).split(separator: ",", omittingEmptySubsequences: false)
      var bands: [AgeRange] = []
      for name in names {
        guard case .years(let range) = CellAges(name: String(name)) else { return nil }
        bands.append(range)
      }
      self = .ageCluster(bands: bands)
    }
  }
}

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

extension RegionPlan {
  private static let format = "plan 1"

  /// The plan as a file declares it: lines `name=value`, which an operator may edit.
  package var text: String {
    let lines = [
      Self.format, "region=\(region)", "time_zone=\(timeZone)", "cells=\(division)",
      "clusters=\(clusters.map(\.name).joined(separator: ","))", "unknown=\(countsUnknown ? "yes" : "no")",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// Reads a declared plan; empty lines and those that begin with `#` do not count.
  /// - Throws: `RegistryError.plan` with the line and what is allowed there, and the errors of
  ///   `init(region:timeZone:division:clusters:countsUnknown:)`.
  package init(text: String) throws(RegistryError) {
    var lines = text.split(whereSeparator: \.isNewline).map(String.init)[...]
    lines.removeAll { $0.hasPrefix("#") }
    guard let first = lines.popFirst(), first == Self.format else {
      throw .plan(line: lines.first ?? "", allowed: "\(Self.format) first")
    }
    var values: [String: String] = [:]
    let names = ["region", "time_zone", "cells", "clusters", "unknown"]
    for line in lines {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, names.contains(parts[0]), values.updateValue(parts[1], forKey: parts[0]) == nil else {
        throw .plan(line: line, allowed: "each of \(names.joined(separator: ", ")) once, with =")
      }
    }
    func value<Value>(_ name: String, _ allowed: String, _ read: (String) -> Value?) throws(RegistryError) -> Value {
      let text = values[name] ?? ""
      guard let value = read(text) else { throw .plan(line: "\(name)=\(text)", allowed: allowed) }
      return value
    }
    let division = try value("cells", "region, cluster or age_cluster:20-25,25-30", Division.init)
    let clusters = try value("clusters", InterestCluster.allowedNames) { text in
      let named = text.split(separator: ",").map { InterestCluster(name: String($0)) }
      return named.contains(nil) ? nil : named.compactMap { $0 }
    }
    let countsUnknown = try value("unknown", "yes or no") { ["yes": true, "no": false][$0] }
    try self.init(
      region: values["region"] ?? "", timeZone: values["time_zone"] ?? "", division: division, clusters: clusters,
      countsUnknown: countsUnknown)
  }
}
