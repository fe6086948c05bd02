package import Population

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
