import EnrichmentSchema
import Testing

@testable import Answers

/// Answers as a caller gets them, each looked through by the consistency validator.
enum Checked {
  static func behavior(
    _ request: GetRealWorldBehaviorRequest = GetRealWorldBehaviorRequest(), from source: AnswerSource
  ) throws -> GetRealWorldBehaviorResponse {
    let response = try BehaviorAnswer.response(to: request, from: source)
    expectNone(validator(source).violations(in: response))
    return response
  }

  static func influence(
    _ request: GetCommunityInfluenceRequest = GetCommunityInfluenceRequest(), from source: AnswerSource
  ) throws -> GetCommunityInfluenceResponse {
    let response = try InfluenceAnswer.response(to: request, from: source)
    expectNone(validator(source).violations(in: response))
    return response
  }

  static func personality(
    _ request: GetQuantumPersonalityRequest, from source: AnswerSource, state: PersonalityState,
    engine: PersonalityEngine
  ) throws -> GetQuantumPersonalityResponse {
    let response = try PersonalityAnswer.response(to: request, from: source, state: state, engine: engine)
    expectNone(validator(source).violations(in: response))
    return response
  }

  private static func validator(_ source: AnswerSource) -> ConsistencyValidator {
    ConsistencyValidator(now: source.provenance.cutOff + 1, findings: source.findings)
  }

  private static func expectNone(_ violations: [ConsistencyViolation]) {
    #expect(violations.isEmpty, "\(violations.map(\.description))")
  }
}
