import Population

/// Why cells and segments cannot be registered.
package enum RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not a region id.
  case regionID(String)
  /// No time zone was given.
  case timeZoneMissing(region: String)
  /// Age bands overlap, repeat or are missing.
  case ageBands(region: String)
  /// Interest clusters repeat, are missing or name `unknown`.
  case interestClusters(region: String)
  /// Two segments have the same id.
  case duplicateID(String)
  /// A group names a region that no plan has, or a region is in two groups.
  case groupMember(group: String, region: String)
  /// A segment names a cell that is not `region/ages/interest`, or no cell at all.
  case cell(segment: String, cell: String)
  /// A segment's parent is not registered.
  case parent(segment: String, parent: String)
  /// A line of a declared plan.
  case plan(line: String, allowed: String)
  /// A stored definition cannot be read.
  case definition(String)

  /// What is wrong, and what is allowed.
  package var description: String {
    switch self {
    case .regionID(let id): "region \"\(id)\"; allowed: \(RegionID.allowed)"
    case .timeZoneMissing(let region): "region \"\(region)\" has no time zone; allowed: an IANA name"
    case .ageBands(let region): "age bands of \"\(region)\"; allowed: at least one, none overlapping another"
    case .interestClusters(let region):
      "interest clusters of \"\(region)\"; allowed: each of \(InterestCluster.allowedNames) once, at least one"
    case .duplicateID(let id): "segment \"\(id)\" is registered twice; allowed: once"
    case .groupMember(let group, let region):
      "member \"\(region)\" of region group \"\(group)\"; allowed: planned regions, each in one group"
    case .cell(let segment, let cell): "cell \"\(cell)\" of segment \"\(segment)\"; allowed: region/ages/interest"
    case .parent(let segment, let parent):
      "parent \"\(parent)\" of segment \"\(segment)\" is not registered; allowed: another registered segment"
    case .plan(let line, let allowed): "line \"\(line)\" of the plan; allowed: \(allowed)"
    case .definition(let line): "definition line \"\(line)\" cannot be read"
    }
  }
}
