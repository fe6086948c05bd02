package import EnrichmentSchema
import Population

extension SegmentRegistry {
  /// The registered segment that a request means.
  ///
  /// With an id, every other attribute must agree with the registered one or be absent; interests that are no clusters
  /// change nothing. Without one, region, ages
  /// and interests together must be exactly what a registered segment covers.
  /// - Parameter path: path of the segment in the request, for example `user_segment`.
  package func resolve(_ segment: UserSegment?, path: String = "user_segment") throws(RequestError) -> SegmentDefinition
  {
    let asked = try SegmentDescription(segment, path: path)
    guard !asked.segmentID.isEmpty else { return try described(asked) }
    guard let found = self[id: asked.segmentID] else { throw unknown(asked) }
    let disagreements = Self.disagreements(asked, found)
    guard disagreements.isEmpty else { throw .invalidArgument(disagreements) }
    return found
  }

  private func described(_ asked: SegmentDescription) throws(RequestError) -> SegmentDefinition {
    guard !asked.hasNoAttributes else {
      throw .invalidArgument([
        RequestViolation(
          field: "\(asked.path).segment_id", value: "",
          allowed: "a registered segment id, or a description by geographic_region, age_range and interests")
      ])
    }
    let strangers = Self.unknownInterests(asked)
    guard strangers.isEmpty else { throw .invalidArgument(strangers) }
    guard let found = segments.first(where: { matches($0, asked) }) else { throw unknown(asked) }
    return found
  }

  private func matches(_ segment: SegmentDefinition, _ asked: SegmentDescription) -> Bool {
    let region = asked.region.isEmpty ? everywhere : asked.region
    return segment.isDescribable && segment.region == region && segment.ageRange == asked.ageRange
      && Set(segment.interests) == Set(asked.interests)
  }

  /// The only region, or the group of all regions; nil when there is neither.
  private var everywhere: String? {
    segments.first { $0.extent == .region && $0.cellIDs.count == cells.count }?.region
  }

  private func unknown(_ asked: SegmentDescription) -> RequestError {
    .invalidSegment(UnknownSegment(asked: asked.words, suggestedSegments: suggestions(for: asked)))
  }

  private static func unknownInterests(_ asked: SegmentDescription) -> [RequestViolation] {
    asked.interests.enumerated().filter { interest in
      !InterestCluster.named.contains { $0.name == interest.element }
    }.map {
      RequestViolation(
        field: "\(asked.path).demographics.interests[\($0.offset)]", value: $0.element,
        allowed: InterestCluster.allowedNames)
    }
  }

  /// A violation for each attribute that contradicts the segment with the given id.
  private static func disagreements(_ asked: SegmentDescription, _ found: SegmentDefinition) -> [RequestViolation] {
    var all: [RequestViolation] = []
    func expect(_ field: String, _ value: String, _ registered: String) {
      all.append(
        RequestViolation(
          field: "\(asked.path).\(field)", value: value,
          allowed: "\(registered), as \(asked.path).segment_id \"\(found.id)\" has it, or nothing"))
    }
    if !asked.region.isEmpty, asked.region != found.region {
      expect("geographic_region", asked.region, "\"\(found.region)\"")
    }
    if let ages = asked.ageRange, ages != found.ageRange {
      let registered = found.ageRange.map { "[\($0.from), \($0.to)]" } ?? "no age_range"
      expect("demographics.age_range", "[\(ages.from), \(ages.to)]", registered)
    }
    let clusters = asked.clusters.map(\.name)
    if !clusters.isEmpty, Set(clusters) != Set(found.interests) {
      let registered = found.interests.isEmpty ? "no interests" : "[\(found.interests.joined(separator: ", "))]"
      expect("demographics.interests", clusters.joined(separator: ", "), registered)
    }
    return all
  }
}
