import Population
import Testing

@testable import Answers
@testable import Releases
@testable import Segments

/// A source of answers for a segment that has nothing but a name.
func answerSource() -> AnswerSource {
  let segment = SegmentDefinition(
    id: "town_all", region: "town", timeZone: "UTC", cellIDs: ["town/all/all"], extent: .region, parentID: nil)
  return AnswerSource(
    segment: AnsweredSegment(asked: segment, answered: segment),
    findings: SegmentFindings(
      fields: [:], dimensions: [:],
      people: [.personality: PeopleEstimate(count: 2_000, noiseDeviation: 75)], community: nil),
    provenance: Provenance(
      releaseID: "r1", cutOff: 0, isSimulated: true,
      policy: PolicyStatement(name: "default", version: "v", floor: 1000, epsilon: 7.77, delta: 1e-6)))
}

/// The value of an optional, or the failure of the test: `#require` that may stand inside another macro.
func present<Value>(_ value: Value?, sourceLocation: SourceLocation = #_sourceLocation) throws -> Value {
  try #require(value, sourceLocation: sourceLocation)
}
