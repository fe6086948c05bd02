package import Population

/// Every base cell and every union that may be asked for. A value; it is built from public choices only.
package struct SegmentRegistry: Sendable {
  /// The base cells, disjoint, by id.
  package let cells: [BaseCell]
  /// The segments, by id.
  package let segments: [SegmentDefinition]

  private let segmentByID: [String: Int]
  private let segmentByCell: [String: Int]
  private let cellByID: [String: BaseCell]

  /// Registers `segments` and the cells they name. Every parent must be among them.
  package init(segments: [SegmentDefinition]) throws(RegistryError) {
    let sorted = segments.sorted { $0.id < $1.id }
    let byID = try Self.index(sorted)
    let cellByID = try Self.cells(of: sorted)
    let singles = sorted.indices.filter { sorted[$0].cellIDs.count == 1 }
    let byCell = Dictionary(singles.map { (sorted[$0].cellIDs[0], $0) }, uniquingKeysWith: { first, _ in first })
    self.segments = sorted
    cells = cellByID.values.sorted { $0.id < $1.id }
    self.cellByID = cellByID
    segmentByID = byID
    segmentByCell = byCell
  }

  /// Registers the cells and unions of `plans`, and a union for each group of regions.
  package init(plans: [RegionPlan], groups: [RegionGroup] = []) throws(RegistryError) {
    let parents = try RegionGroup.parents(of: plans, groups: groups)
    let own = plans.flatMap { $0.segments(parent: parents[$0.region]) }
    try self.init(segments: own + groups.map { $0.union(of: plans) })
  }

  /// The segment with this id, or the one that is exactly the base cell with this id.
  package subscript(id id: String) -> SegmentDefinition? {
    (segmentByID[id] ?? segmentByCell[id]).map { segments[$0] }
  }

  /// The base cell with this id.
  package func cell(_ id: String) -> BaseCell? { cellByID[id] }

  /// The base cell of a person, the same for everybody with these three; nil when no cell counts them.
  package func cell(region: String, age: AgeBand, interest: InterestCluster) -> BaseCell? {
    cells.first { $0.region == region && $0.contains(age: age, interest: interest) }
  }

  /// The base cells that make up the interest community of a segment: all cells of its region with its interest,
  /// or all cells of its region when the segment has no interest.
  package func communityCells(of segment: SegmentDefinition) -> [BaseCell] {
    let regions = Set(segment.cellIDs.compactMap { cellByID[$0]?.region })
    return cells.filter { cell in
      regions.contains(cell.region)
        && (segment.interestCluster == nil || cell.interest.cluster == segment.interestCluster)
    }
  }

  /// Segments after `id` in the order of ids, at most `limit`; from the first when `id` is empty.
  package func page(after id: String, limit: Int) -> ArraySlice<SegmentDefinition> {
    let start = segments.firstIndex { $0.id > id } ?? segments.endIndex
    return segments[start...].prefix(Swift.max(0, limit))
  }
}

extension SegmentRegistry {
  private static func index(_ segments: [SegmentDefinition]) throws(RegistryError) -> [String: Int] {
    var byID: [String: Int] = [:]
    for (position, segment) in segments.enumerated() {
      guard byID.updateValue(position, forKey: segment.id) == nil else { throw .duplicateID(segment.id) }
    }
    for segment in segments {
      guard let parent = segment.parentID else { continue }
      guard byID[parent] != nil, parent != segment.id else { throw .parent(segment: segment.id, parent: parent) }
    }
    return byID
  }

  private static func cells(of segments: [SegmentDefinition]) throws(RegistryError) -> [String: BaseCell] {
    var cells: [String: BaseCell] = [:]
    for segment in segments {
      guard !segment.cellIDs.isEmpty else { throw .cell(segment: segment.id, cell: "") }
      for id in segment.cellIDs {
        guard let cell = BaseCell(id: id) else { throw .cell(segment: segment.id, cell: id) }
        cells[id] = cell
      }
    }
    return cells
  }
}

/// Which segment answers a request.
package struct AnsweredSegment: Sendable, Hashable {
  /// The segment that was asked for.
  package let asked: SegmentDefinition
  /// The segment whose numbers are given: the asked one, or the nearest parent that may be answered.
  package let answered: SegmentDefinition

  /// Makes the pair.
  package init(asked: SegmentDefinition, answered: SegmentDefinition) {
    self.asked = asked
    self.answered = answered
  }

  /// Empty, or what is answered when it is wider than asked: `union` or `region`.
  package var scope: String { asked.id == answered.id ? "" : answered.extent.rawValue }
}

extension SegmentRegistry {
  /// The segment itself when it may be answered, else its nearest parent that may.
  ///
  /// - Parameter isAdmitted: the verdict of the newest admission for the purpose of the call.
  package func answering(
    _ asked: SegmentDefinition, isAdmitted: (SegmentDefinition) -> Bool
  ) throws(RequestError) -> AnsweredSegment {
    var candidate: SegmentDefinition? = asked
    while let segment = candidate {
      if isAdmitted(segment) { return AnsweredSegment(asked: asked, answered: segment) }
      candidate = segment.parentID.flatMap { self[id: $0] }
    }
    throw .segmentTooSmall(segmentID: asked.id)
  }
}
