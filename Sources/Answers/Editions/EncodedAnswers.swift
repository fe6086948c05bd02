package import EnrichmentSchema
package import Personality
package import Population
package import Segments
import WireFormat

/// Why a question has no answer.
package enum AnswerError: Error, Sendable, Hashable {
  /// The request is at fault.
  case request(RequestError)
  /// Everything that was asked for is withheld, for these reasons.
  case withheld([Withheld])
  /// The answer contradicts itself: the engine or a release is at fault.
  case contradictory([ConsistencyViolation])
  /// A knot contradicts itself: the engine is at fault.
  case knot(KnotError)
}

/// Answers as they are kept and sent: complete but for `metadata`, checked against themselves, encoded.
///
/// An answer that contradicts itself is never given and never kept.
package struct EncodedAnswers: Sendable {
  private let engine: PersonalityEngine
  private let clock: TimeSource

  /// Answers computed with `engine`; nothing in them may be later than `clock`.
  package init(engine: PersonalityEngine, clock: TimeSource) { (self.engine, self.clock) = (engine, clock) }

  /// The answer of `GetRealWorldBehavior`.
  package func behavior(
    _ request: GetRealWorldBehaviorRequest, from prepared: PreparedSource
  ) throws(AnswerError) -> [UInt8] {
    let response = try Self.checked { () throws(RequestError) in
      try BehaviorAnswer.response(to: request, from: prepared.source)
    }
    return try Self.encoded(response, violations: validator(prepared).violations(in: response))
  }

  /// The answer of `GetCommunityInfluence`.
  package func influence(
    _ request: GetCommunityInfluenceRequest, from prepared: PreparedSource
  ) throws(AnswerError) -> [UInt8] {
    let response = try Self.checked { () throws(RequestError) in
      try InfluenceAnswer.response(to: request, from: prepared.source)
    }
    return try Self.encoded(response, violations: validator(prepared).violations(in: response))
  }

  /// The answer of `GetQuantumPersonality`.
  package func personality(
    _ request: GetQuantumPersonalityRequest, from prepared: PreparedSource
  ) throws(AnswerError) -> [UInt8] {
    let response: GetQuantumPersonalityResponse
    do throws(PersonalityAnswerError) {
      response = try PersonalityAnswer.response(
        to: request, from: prepared.source, state: prepared.personality, engine: engine, affinity: prepared.affinity
      ) { prepared.profile($0, archetypes: engine.tables.archetypes) }
    } catch {
      switch error {
      case .request(let request): throw .request(request)
      case .knot(let knot): throw .knot(knot)
      }
    }
    return try Self.encoded(response, violations: validator(prepared).violations(in: response))
  }

  private func validator(_ prepared: PreparedSource) -> ConsistencyValidator {
    ConsistencyValidator(now: clock.now, findings: prepared.source.findings, inputs: prepared.inputs)
  }

  private static func checked<Response>(
    _ make: () throws(RequestError) -> Response
  ) throws(AnswerError) -> Response {
    do throws(RequestError) { return try make() } catch { throw .request(error) }
  }

  private static func encoded(
    _ response: some SegmentResponse, violations: @autoclosure () -> [ConsistencyViolation]
  ) throws(AnswerError) -> [UInt8] {
    guard !response.isWithheld else { throw .withheld(response.marketSegmentMetadata?.withheld ?? []) }
    let violations = violations()
    guard violations.isEmpty else { throw .contradictory(violations) }
    return response.serializedBytes()
  }
}

extension GetQuantumPersonalityRequest {
  /// Whether an answer takes longer than an I/O loop may be kept waiting, which is about 100 µs: knots are drawn for
  /// it, or many products are ranked.
  package var isLong: Bool {
    let products = productQuantumStates.count + (productQuantumState == nil ? 0 : 1)
    let knots = PersonalityInsight.knotCompatibility.rawValue
    return products > Self.fewProducts
      || products > 0 && (requestedInsights.isEmpty || requestedInsights.contains(knots))
  }

  /// Products that are ranked in a moment.
  private static let fewProducts = 16
}
