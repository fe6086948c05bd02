import EnrichmentSchema
import Testing
import WireFormat

@testable import Enrichment

func sampleProduct(
  _ id: String = "p", style: String = "", price: String = "", features: [String] = [],
  attributes: [String: Double] = [:]
) -> ProductQuantumState {
  var product = ProductQuantumState()
  product.productID = id
  product.style = style
  product.price = price
  product.features = features
  product.attributes = FieldMap(attributes)
  return product
}

func publishedLexicon() throws -> Lexicon { try PersonalityTables.published().lexicon }

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
