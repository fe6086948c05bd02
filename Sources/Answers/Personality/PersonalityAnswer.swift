package import EnrichmentSchema
package import Personality
import Population
package import Releases
package import Segments

/// Why a personality request has no answer.
package enum PersonalityAnswerError: Error, Sendable, Hashable {
  /// The request is at fault.
  case request(RequestError)
  /// A knot contradicted itself; the engine is at fault.
  case knot(KnotError)
}

/// The answer of `GetQuantumPersonality`.
package enum PersonalityAnswer {
  /// Fills everything but `metadata`.
  ///
  /// - Parameters:
  ///   - request: What is asked.
  ///   - source: The segment and its releases.
  ///   - state: The segment's state.
  ///   - engine: Tables and knots.
  ///   - affinity: What is released of the zones and items of the segment's region; nil where nothing is.
  ///   - profile: Gives the profile of `state` for insights, when it is at hand; nil to make it.
  /// - Throws: `.request` for a product, zone, item or insight that is not allowed, and for an insight that was asked for by
  ///   name and needs a product the request lacks; `.knot` for a knot that contradicts itself.
  package static func response(
    to request: GetQuantumPersonalityRequest, from source: AnswerSource, state: PersonalityState,
    engine: PersonalityEngine, affinity: RegionAffinity? = nil,
    profile: ((Set<PersonalityInsight>) -> ProfilePart)? = nil
  ) throws(PersonalityAnswerError) -> GetQuantumPersonalityResponse {
    let (insights, products, customer) = try check(request, engine, affinity)
    let part =
      profile?(insights)
      ?? ProfilePart(insights, state, source.findings.profile, archetypes: engine.tables.archetypes)
    var fields = part.fields
    var response = GetQuantumPersonalityResponse()
    response.personalityProfile = part.profile
    if insights.contains(.quantumCompatibility) {
      response.quantumCompatibility = PersonalityMatchAnswer.compatibility(products.compared, state, &fields)
    }
    do throws(KnotError) {
      if insights.contains(.knotCompatibility) {
        response.knotCompatibility = try PersonalityMatchAnswer.knot(products.compared, state, engine.knots, &fields)
      }
      response.productRecommendations = try PersonalityRecommendations.recommendations(
        insights, products, state, engine, customer, &fields)
    } catch {
      throw .knot(error)
    }
    response.estimates = fields.estimates
    let ignored = products.ignoredInputs(of: request, insights, customer)
    if !ignored.isEmpty { response.metadata = ResponseMetadata(ignoring: ignored) }
    response.marketSegmentMetadata = source.metadata(for: .personality, withheld: fields.withheld)
    return response
  }

  private static func check(
    _ request: GetQuantumPersonalityRequest, _ engine: PersonalityEngine, _ affinity: RegionAffinity?
  ) throws(PersonalityAnswerError) -> (Set<PersonalityInsight>, PersonalityProducts, CustomerAffinity?) {
    do throws(RequestError) {
      let insights = try PersonalityInsight.selection(request.requestedInsights)
      let violations = CustomerZones.violations(request.zones)
      guard violations.isEmpty else { throw RequestError.invalidArgument(violations) }
      let products = try PersonalityProducts(request, lexicon: engine.tables.lexicon, affinity: affinity)
      let customer = try affinity.map { affinity throws(RequestError) in
        try CustomerAffinity(request.zones, in: affinity)
      }
      let needs = insights.filter(\.needsProduct).map(\.rawValue).sorted()
      if products.compared == nil, !request.requestedInsights.isEmpty, !needs.isEmpty {
        throw RequestError.invalidArgument([missingProduct(neededBy: needs, engine.tables.lexicon)])
      }
      return (insights, products, customer)
    } catch {
      throw .request(error)
    }
  }

  private static func missingProduct(neededBy insights: [String], _ lexicon: Lexicon) -> RequestViolation {
    RequestViolation(
      field: "product_quantum_state", value: "",
      allowed: "a product, which \(insights.joined(separator: ", ")) needs: style or feature words, a price ("
        + ProductReading.priceWords(lexicon) + ") or attributes (" + ProductReading.attributeNames(lexicon) + ")")
  }
}
