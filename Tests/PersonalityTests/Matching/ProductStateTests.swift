import EngineFixtures
import EnrichmentSchema
import Testing

@testable import Personality
@testable import Population

@Suite("product states", .timeLimit(.minutes(1)))
struct ProductStateTests {
  @Test("the lexicon knows at least sixty words and the published prices and attributes")
  func lexicon() throws {
    let lexicon = try publishedLexicon()
    #expect(lexicon.wordCount >= 60)
    #expect(lexicon.prices.mapValues(\.value) == ["budget": 0.15, "mid": 0.4, "premium": 0.75, "luxury": 0.95])
    #expect(
      lexicon.attributes == [
        "energy_level": .energyPreference, "novelty": .noveltySeeking, "community_oriented": .communityOrientation,
      ])
    #expect(lexicon.attribute("crowd_tolerance") == .crowdTolerance && lexicon.attribute("charm") == nil)
    #expect(lexicon.style("Eco-Friendly") == lexicon.feature("eco friendly") && lexicon.style("eco_friendly") != nil)
    #expect(lexicon.event("nightlife")?.isEmpty == false && lexicon.event("other") == nil)
  }

  @Test("the product of the plan has its five sources")
  func plan() throws {
    let state = try ProductState(
      sampleProduct(
        style: "minimalist", price: "premium", features: ["quality", "sustainability", "innovation"],
        attributes: ["energy_level": 0.7, "novelty": 0.8, "community_oriented": 0.6]), lexicon: publishedLexicon())
    let values = Dictionary(uniqueKeysWithValues: state.qubits.map { ($0.dimension, $0.value) })
    #expect(values[.energyPreference] == 0.7 && values[.noveltySeeking] == 0.8 && values[.communityOrientation] == 0.6)
    #expect(values[.valueOrientation] == 0.75 && values[.explorationEagerness] == 0.7)
    #expect(state.ignoredTerms.isEmpty && state.style.count == 2 && state.price.count == 1)
    #expect(state.qubits.map(\.dimension.rawValue) == state.qubits.map(\.dimension.rawValue).sorted())
    #expect(state.values[Dimension.energyPreference.rawValue] == 0.7 && state.values[3] == nil)
  }

  @Test("words share a dimension by their mean, and a stated number outweighs them")
  func sharing() throws {
    let lexicon = try publishedLexicon()
    let words = try ProductState(sampleProduct(features: ["quality", "affordable"]), lexicon: lexicon)
    let value = try #require(words.qubits.first { $0.dimension == .valueOrientation })
    #expect(abs(value.value - 0.475) < 1e-12 && value.weight == 2)
    let stated = try ProductState(
      sampleProduct(price: "budget", features: ["quality"], attributes: ["value_orientation": 0.25]), lexicon: lexicon)
    let own = try #require(stated.qubits.first { $0.dimension == .valueOrientation })
    #expect(abs(own.value - 0.2) < 1e-12 && own.weight == 2)
    #expect(stated.features.first { $0.dimension == .valueOrientation }?.value == 0.8)
  }

  @Test("several style words in one text are read one by one, unknown ones are listed once")
  func ignored() throws {
    let state = try ProductState(
      sampleProduct(style: "modern, bespoke  cosy", features: ["bespoke", "Fair Trade", "shiny things"]),
      lexicon: publishedLexicon())
    #expect(state.ignoredTerms == ["bespoke", "shiny", "things"])
    #expect(state.features.contains { $0.dimension == .communityOrientation })
  }

  @Test("an empty state is an error that names what is allowed")
  func empty() throws {
    let error = try #require(throws: ProductStateError.self) {
      try ProductState(sampleProduct(features: ["unobtainium"]), lexicon: publishedLexicon())
    }
    let violation = try #require(error.at("product_quantum_state").first)
    #expect(violation.field == "product_quantum_state" && violation.value == "unobtainium")
    #expect(violation.allowed.hasPrefix("an empty product state has no score"))
    #expect(violation.allowed.contains("budget, mid, premium, luxury") && violation.allowed.contains("energy_level"))
  }

  @Test("every wrong field is named at once")
  func violations() throws {
    let error = try #require(throws: ProductStateError.self) {
      try ProductState(
        sampleProduct(
          String(repeating: "x", count: 257), price: "cheap", features: Array(repeating: "quality", count: 65),
          attributes: [
            "charm": 0.5, "energy_level": 0.5, "energy_preference": 0.5, "novelty": .nan, "crowd_tolerance": 1.2,
          ]),
        lexicon: publishedLexicon())
    }
    #expect(
      error.at("products[3]").map(\.field) == [
        "products[3].product_id", "products[3].price", "products[3].features", "products[3].attributes",
        "products[3].attributes[crowd_tolerance]", "products[3].attributes", "products[3].attributes[novelty]",
      ])
  }

  @Test(
    "malformed lexicons are refused",
    arguments: [
      #"{}"#,
      #"{"version":"1","style":{"Big":{"novelty_seeking":0.5}},"features":{},"events":{},"price":{},"attributes":{}}"#,
      #"{"version":"1","style":{"big":{}},"features":{},"events":{},"price":{},"attributes":{}}"#,
      #"{"version":"1","style":{},"features":{},"events":{},"price":{"mid":4},"attributes":{}}"#,
      #"{"version":"1","style":{},"features":{},"events":{},"price":{},"attributes":{"a":"b"}}"#,
    ])
  func malformed(json: String) {
    #expect(throws: ResourceError.self) { try Lexicon(json: Array(json.utf8)) }
  }
}
