import EngineFixtures
import EnrichmentSchema
import Releases

@testable import Answers
@testable import Personality
@testable import Population
@testable import Segments

/// What catalogues of `jakarta` are ranked with in tests: one person's state, or none, and the made-up town's affinity.
struct CatalogueFixtures {
  let engine: PersonalityEngine
  let segment: SegmentDefinition

  init() throws {
    engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    segment = SegmentDefinition(
      id: "jakarta_all", region: "jakarta", timeZone: "UTC", cellIDs: ["jakarta/all/all"], extent: .region,
      parentID: nil)
  }

  /// A state of which much is known.
  var state: SegmentState {
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases { qubits[dimension] = Qubit(x: -0.5, y: 0.7, noise: 0.02) }
    return SegmentState(qubits, people: 2_000)
  }

  func source(hasState: Bool = true, hasAffinity: Bool = true) throws -> CatalogueSource {
    let affinity = hasAffinity ? try AffinityFixtures.affinity() : nil
    guard hasState else { return CatalogueSource(segment: segment, prepared: nil, affinity: affinity) }
    let template = answerSource()
    var findings = template.findings
    findings.state = .released(state)
    let answers = AnswerSource(
      segment: AnsweredSegment(asked: segment, answered: segment), findings: findings, provenance: template.provenance)
    return CatalogueSource(segment: segment, prepared: PreparedSource(answers, affinity: affinity), affinity: affinity)
  }

  func catalogue(
    _ request: EnrichProductsRequest, hasState: Bool = true, hasAffinity: Bool = true
  ) throws -> RankedCatalogue {
    try RankedCatalogue(
      CatalogueQuestion(request), from: source(hasState: hasState, hasAffinity: hasAffinity), engine: engine)
  }
}

extension RankedCatalogue {
  /// All products as they are told, best first.
  func told() throws -> [EnrichedProduct] {
    try stride(from: 0, to: count, by: Self.productsPerReply).flatMap { place -> [EnrichedProduct] in
      guard case .products(let reply)? = try reply(from: place).item else { return [] }
      return reply.products
    }
  }

  /// Ids of all products, best first.
  var ids: [String] { rows.map { question.products[$0.index].productID } }
}

/// A product of a request that is a registered item, or has a state, or both.
func catalogueProduct(
  _ id: String, item: String = "", novelty: Double? = nil, score: Double? = nil
) -> ProductQuantumState {
  var product = sampleProduct(id, attributes: novelty.map { ["novelty": $0] } ?? [:])
  (product.itemID, product.shopScore) = (item, score)
  return product
}

/// A request for products.
func catalogueRequest(_ products: [ProductQuantumState]) -> EnrichProductsRequest {
  var request = EnrichProductsRequest()
  request.products = products
  return request
}
