import EngineFixtures
import EnrichmentSchema
import Releases
import Segments
import Testing
import WireFormat

@testable import Answers
@testable import Personality
@testable import Population

@Suite("personality answers", .timeLimit(.minutes(1)))
struct PersonalityAnswerTests {
  private let engine: PersonalityEngine

  init() throws { engine = PersonalityEngine(tables: try .published(), knots: KnotCache()) }

  private func state(_ value: Double = 0.7, length: Double = 0.9, noise: Double = 0.02) -> SegmentState {
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases {
      guard let pure = Qubit(value: value) else { continue }
      qubits[dimension] = Qubit(x: length * pure.x, y: length * pure.y, noise: noise)
    }
    return SegmentState(qubits, people: 2000)
  }

  private func answer(
    _ request: GetQuantumPersonalityRequest, _ state: SegmentState, adjusted: Set<Dimension> = []
  ) throws -> GetQuantumPersonalityResponse {
    try Checked.personality(
      request, from: answerSource(), state: PersonalityState(.released(state), adjusted: adjusted),
      engine: engine)
  }

  private func planRequest(_ insights: [String] = []) -> GetQuantumPersonalityRequest {
    var request = GetQuantumPersonalityRequest()
    request.productQuantumState = sampleProduct(
      style: "minimalist", price: "premium", features: ["quality", "sustainability", "innovation", "shiny"],
      attributes: ["energy_level": 0.7, "novelty": 0.8, "community_oriented": 0.6])
    request.requestedInsights = insights
    return request
  }

  private func reasons(_ response: GetQuantumPersonalityResponse) -> [String: String] {
    let withheld = response.marketSegmentMetadata?.withheld ?? []
    return Dictionary(withheld.map { ($0.field, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("the request of the plan gets every group, and what no release has is withheld")
  func plan() throws {
    let response = try answer(planRequest(), state())
    let match = try #require(response.quantumCompatibility)
    #expect(try present(match.score) > 0.8 && match.interpretation.hasSuffix("igh compatibility"))
    #expect(
      match.formula.hasSuffix("per qubit") && match.comparedDimensions.count == 7 && match.ignoredTerms == ["shiny"])
    #expect(try present(match.purity) > 0 && present(match.agreement) > 0 && present(match.buresDistance) < 1)
    #expect(match.tolerance == 0.05)
    let dimension = try #require(response.personalityProfile?.dimensions["value_orientation"])
    let (own, joint, spread) = try (present(dimension.ci95), present(dimension.joint95), present(dimension.stdDevCi95))
    #expect(joint.low < own.low && joint.high > own.high && dimension.tolerance == 0.05)
    #expect(try spread.low <= present(dimension.stdDev) && spread.high >= present(dimension.stdDev))
    let profile = try #require(response.personalityProfile)
    #expect(Set(profile.dimensions.keys) == Set(Dimension.allCases.map(\.name)))
    #expect(profile.dimensions["value_orientation"]?.interpretation == "Leaning to quality over price")
    #expect(profile.dimensions["value_orientation"]?.value == 0.7 && profile.archetype != nil)
    let knot = try #require(response.knotCompatibility)
    let parts =
      try 0.4 * present(knot.jonesPolynomialMatch) + 0.3 * present(knot.alexanderPolynomialMatch)
      + 0.3 * present(knot.topologicalSimilarity)
    #expect(try abs(parts - present(knot.score)) <= 0.001 && !knot.knotTypeMatch.isEmpty)
    let breakdown = try #require(response.productRecommendations?.compatibilityBreakdown)
    #expect(
      [breakdown.styleMatch, breakdown.priceMatch, breakdown.featureMatch, breakdown.personalityMatch].allSatisfy {
        $0 != nil
      })
    #expect(reasons(response)["personality_profile.authenticity_score"] == "not_released")
    #expect(profile.authenticityScore == nil && reasons(response)["quantum_compatibility"] == nil)
  }

  @Test("the kind of a knot match is told with its confidence, and withheld below one half")
  func knotConfidence() throws {
    for noise in [0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.6] {
      let response = try answer(planRequest(["knot_compatibility"]), state(noise: noise))
      let knot = try #require(response.knotCompatibility)
      let confidence = try present(knot.confidence)
      let isWithheld = reasons(response)["knot_compatibility.knot_type_match"] == "low_confidence"
      #expect(knot.knotTypeMatch.isEmpty == (confidence < 0.5) && isWithheld == (confidence < 0.5))
      if noise == 0 { #expect(confidence == 1) }
    }
  }

  @Test("only what was asked for is answered; an unknown insight is named with the allowed ones")
  func selection() throws {
    let profile = try answer(planRequest(["personality_profile"]), state())
    #expect(profile.personalityProfile?.archetype != nil && profile.quantumCompatibility == nil)
    #expect(profile.knotCompatibility == nil && profile.productRecommendations == nil)
    let breakdown = try answer(planRequest(["dimension_breakdown"]), state())
    #expect(breakdown.personalityProfile?.archetype == nil && breakdown.personalityProfile?.dimensions.count == 12)
    #expect(breakdown.productRecommendations?.compatibilityBreakdown?.styleMatch != nil)
    #expect(throws: PersonalityAnswerError.self) { try answer(planRequest(["horoscope"]), state()) }
  }

  @Test("without a product the profile is answered and comparisons are withheld; asked for by name they are an error")
  func noProduct() throws {
    let response = try answer(GetQuantumPersonalityRequest(), state())
    #expect(response.personalityProfile != nil && response.quantumCompatibility == nil)
    for group in ["quantum_compatibility", "knot_compatibility", "product_recommendations"] {
      #expect(reasons(response)[group] == "not_requested_data")
    }
    var request = GetQuantumPersonalityRequest()
    request.requestedInsights = ["knot_compatibility"]
    let error = try #require(throws: PersonalityAnswerError.self) { try answer(request, state()) }
    guard case .request(.invalidArgument(let violations)) = error else { return #expect(Bool(false)) }
    #expect(violations.map(\.field) == ["product_quantum_state"])
  }

  @Test("an empty or wrong product is an error at its place")
  func wrongProducts() throws {
    var request = planRequest()
    request.productQuantumStates = [
      sampleProduct("a", price: "mid"), sampleProduct("b"), sampleProduct("c", price: "dear"),
    ]
    let error = try #require(throws: PersonalityAnswerError.self) { try answer(request, state()) }
    guard case .request(.invalidArgument(let violations)) = error else { return #expect(Bool(false)) }
    #expect(violations.map(\.field) == ["product_quantum_states[1]", "product_quantum_states[2].price"])
    request.productQuantumStates = Array(repeating: sampleProduct(price: "mid"), count: 257)
    #expect(throws: PersonalityAnswerError.self) { try answer(request, state()) }
  }

  @Test("a divided segment has no value, no archetype of the mean and no knot, and says so")
  func split() throws {
    let response = try answer(planRequest(), state(length: 0.1))
    #expect(response.personalityProfile?.dimensions.values.allSatisfy { $0.value == nil && $0.stdDev == nil } == true)
    #expect(reasons(response)["personality_profile.12_dimensions.novelty_seeking"] == "split_population")
    #expect(response.knotCompatibility == nil && reasons(response)["knot_compatibility"] == "split_population")
    #expect(try present(response.quantumCompatibility?.score) > 0.4)
  }

  @Test("what is too uncertain is withheld, but not in a session")
  func lowConfidence() throws {
    let vague = state(noise: 0.6)
    let response = try answer(planRequest(), vague)
    #expect(response.quantumCompatibility?.score == nil && response.quantumCompatibility?.formula.isEmpty == true)
    #expect(reasons(response)["quantum_compatibility.score"] == "low_confidence")
    #expect(response.personalityProfile?.dimensions["crowd_tolerance"]?.value == nil)
    let session = try answer(planRequest(), vague, adjusted: [.crowdTolerance, .noveltySeeking])
    #expect(session.quantumCompatibility?.score != nil && session.quantumCompatibility?.sessionAdjusted == true)
    #expect(session.personalityProfile?.dimensions["crowd_tolerance"]?.value != nil)
    #expect(session.personalityProfile?.dimensions["temporal_flexibility"]?.value == nil)
    let elsewhere = try answer(planRequest(), vague, adjusted: [.temporalFlexibility])
    #expect(elsewhere.quantumCompatibility?.score == nil && elsewhere.quantumCompatibility?.sessionAdjusted == false)
  }

  @Test("a dimension without a source is withheld with no_source, and nothing is made up for it")
  func noSource() throws {
    var qubits: [Dimension: Qubit] = [:]
    qubits[.noveltySeeking] = Qubit(x: 0, y: 0.9, noise: 0.02)
    let response = try answer(planRequest(), SegmentState(qubits, people: 2000))
    #expect(response.quantumCompatibility?.comparedDimensions == ["novelty_seeking"])
    #expect(reasons(response)["personality_profile.12_dimensions.crowd_tolerance"] == "no_source")
    #expect(reasons(response)["product_recommendations.compatibility_breakdown.price_match"] == "no_source")
    let nothing = try Checked.personality(
      planRequest(), from: answerSource(), state: PersonalityState(.withheld(.noSource)), engine: engine)
    #expect(nothing.personalityProfile?.dimensions.count == 12 && nothing.personalityProfile?.archetype == nil)
    #expect(reasons(nothing)["quantum_compatibility"] == "no_source")
  }

  @Test("the products of the request are ranked, at most ten of .7 or more; none is an empty list")
  func recommendations() throws {
    var request = GetQuantumPersonalityRequest()
    request.productQuantumStates = (0..<30).map { index in
      sampleProduct("p\(index + 10)", attributes: ["novelty": Double(index) / 29, "energy_level": Double(index) / 29])
    }
    let high = try #require(answer(request, state()).productRecommendations).highCompatibility
    #expect(high.count == 10 && high.allSatisfy { $0.compatibilityScore >= 0.7 && $0.reasoning.hasPrefix("Matches ") })
    #expect(zip(high, high.dropFirst()).allSatisfy { $0.compatibilityScore >= $1.compatibilityScore })
    request.productQuantumStates = [sampleProduct("p", attributes: ["novelty": 0.01])]
    let none = try #require(answer(request, state()).productRecommendations)
    #expect(none.highCompatibility.isEmpty && none.compatibilityBreakdown?.personalityMatch != nil)
  }
}
