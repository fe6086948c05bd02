package import EnrichmentSchema
package import Population

/// A segment as a request describes it, checked for form but not yet looked up.
package struct SegmentDescription: Sendable, Hashable {
  /// Most preferences or interests a request may list.
  package static let mostWords = 32
  /// Longest text of a segment attribute, in bytes.
  package static let longestText = 128

  /// Registered id; empty when the segment is only described.
  package let segmentID: String
  /// Region; empty when not restricted.
  package let region: String
  /// Ages; nil when not restricted.
  package let ageRange: AgeRange?
  /// Interests as given, in order, each once.
  package let interests: [String]

  /// Path of the segment in its request, for violations.
  package let path: String

  /// Checks the form of `segment`; throws every violation found.
  ///
  /// - Parameter path: path of the segment in the request, for example `user_segment`.
  package init(_ segment: UserSegment?, path: String) throws(RequestError) {
    let given = segment ?? UserSegment()
    let ages = given.demographics?.ageRange ?? []
    let words = given.demographics?.interests ?? []
    let violations =
      Self.texts(given, path: path) + Self.counts(given, words: words, path: path)
      + Self.ageViolations(ages, path: path)
    guard violations.isEmpty else { throw .invalidArgument(violations) }
    segmentID = given.segmentID
    region = given.geographicRegion
    ageRange = AgeRange(ages)
    interests = words.enumerated().filter { !words[..<$0.offset].contains($0.element) }.map(\.element)
    self.path = path
  }

  /// Whether nothing but an id, or nothing at all, is given.
  package var hasNoAttributes: Bool { region.isEmpty && ageRange == nil && interests.isEmpty }

  /// The interests that are known clusters.
  package var clusters: [InterestCluster] {
    InterestCluster.named.filter { interests.contains($0.name) }
  }

  /// The positions of the interests of a segment with an id that are no clusters: the id says which segment is meant, and
  /// they change nothing. None of a segment that is described, where each has to be a cluster.
  package static func strangers(among segment: UserSegment) -> [Int] {
    guard !segment.segmentID.isEmpty, let words = segment.demographics?.interests else { return [] }
    return words.indices.filter { place in !InterestCluster.named.contains { $0.name == words[place] } }
  }

  /// What was asked for, in words.
  package var words: String {
    guard segmentID.isEmpty else { return segmentID }
    let ages = ageRange.map { "ages \($0.from) to \($0.to)" }
    let parts = [region.isEmpty ? nil : "region \(region)", ages].compactMap { $0 }
    return (parts + (interests.isEmpty ? [] : ["interests \(interests.joined(separator: ", "))"]))
      .joined(separator: ", ")
  }
}

extension SegmentDescription {
  private static func texts(_ segment: UserSegment, path: String) -> [RequestViolation] {
    let fields = [("segment_id", segment.segmentID), ("geographic_region", segment.geographicRegion)]
    return fields.filter { $0.1.utf8.count > longestText }.map {
      RequestViolation(field: "\(path).\($0.0)", value: $0.1, allowed: "at most \(longestText) bytes")
    }
  }

  private static func counts(_ segment: UserSegment, words: [String], path: String) -> [RequestViolation] {
    let fields = [("category_preferences", segment.categoryPreferences), ("demographics.interests", words)]
    return fields.flatMap { name, list in
      let tooMany =
        list.count > mostWords
        ? [
          RequestViolation(
            field: "\(path).\(name)", value: "\(list.count) entries", allowed: "at most \(mostWords) entries")
        ] : []
      return tooMany
        + list.prefix(mostWords).enumerated().filter { $0.element.utf8.count > longestText }.map {
          RequestViolation(
            field: "\(path).\(name)[\($0.offset)]", value: $0.element, allowed: "at most \(longestText) bytes")
        }
    }
  }

  private static func ageViolations(_ ages: [Int32], path: String) -> [RequestViolation] {
    guard !ages.isEmpty, AgeRange(ages) == nil else { return [] }
    let value = ages.prefix(8).map(String.init).joined(separator: ", ")
    return [
      RequestViolation(
        field: "\(path).demographics.age_range", value: "[\(value)]", allowed: "nothing, or \(AgeRange.allowed)")
    ]
  }
}

/// Why a request about a segment has no answer. The set is closed; each case has one reason on the wire.
package enum RequestError: Error, Sendable, Hashable {
  /// Fields that cannot be accepted, at least one; reason `INVALID_ARGUMENT`.
  case invalidArgument([RequestViolation])
  /// Nothing registered has this id or description; reason `INVALID_SEGMENT`.
  case invalidSegment(UnknownSegment)
  /// Neither the segment nor a parent may be answered; reason `SEGMENT_TOO_SMALL`. Carries the id, never a number.
  case segmentTooSmall(segmentID: String)
}

/// A segment that is not registered, and the registered ones that come nearest.
package struct UnknownSegment: Sendable, Hashable {
  /// What was asked for: the id, or the description in words.
  package let asked: String
  /// Ids of registered segments, nearest first, at most five. Never derived from anybody's data.
  package let suggestedSegments: [String]

  /// Makes the error value.
  package init(asked: String, suggestedSegments: [String]) {
    self.asked = asked
    self.suggestedSegments = suggestedSegments
  }
}
