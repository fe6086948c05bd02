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
