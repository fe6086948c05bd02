import Answers
import Cryptography
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the documentation", .timeLimit(.minutes(5)))
struct DocumentationPageTests {
  private let document: APIDocument
  private let page: DocumentationPage

  init() throws {
    document = try APIDocument(json: OpenAPIDocument.json)
    page = DocumentationPage(of: document)
  }

  /// What stands between two texts, each time.
  private func found(between opening: String, and closing: String) -> [String] {
    page.html.split(separator: opening).dropFirst().map { String($0.prefix { !closing.contains($0) }) }
  }

  @Test("the document has every route of the schema, and the page shows each")
  func routes() throws {
    let routes = try HTTPRoute.routes(of: [SilentEnrichment()]).map { "\($0.verb.rawValue) \($0.path)" }
    let documented = document.operations.map { "\($0.verb.uppercased()) \($0.path)" }
    #expect(Set(routes).isSubset(of: documented) && routes.count >= 15)
    for route in documented { #expect(page.html.contains("<h3><code>\(route)</code></h3>"), "\(route)") }
    for operation in document.operations { #expect(!operation.content.texts("tags").isEmpty, "\(operation.id)") }
  }

  @Test("every reason of an error has a paragraph, to which the error leads")
  func reasons() throws {
    for reason in ErrorReason.allCases {
      #expect(page.html.contains("<article id=\"\(reason.rawValue)\">"))
      #expect(!reason.text.meaning.isEmpty && reason.text.remedy.hasSuffix("."))
      let details = reason.error("m", metadata: ["a": "b"]).details
      let detail = try #require(details.first { $0.typeURL.hasSuffix("ErrorInfo") })
      let info = try #require(try detail.unpack(GoogleRPCErrorInfo.self))
      #expect(info.metadata["doc"] == "/docs#\(reason.rawValue)" && info.metadata["a"] == "b")
    }
    let answers = document.operations.map { $0.content.object("responses").members.map(\.name) }
    for reason in ErrorReason.allCases where reason != .beingForgotten {
      let status = "\(DoorFailure.status(reason.code, reason: reason.rawValue))"
      #expect(answers.allSatisfy { $0.contains(status) }, "\(reason) is answered with \(status)")
    }
  }

  @Test("every link within the page leads somewhere, and no name is there twice")
  func links() {
    let ids = found(between: " id=\"", and: "\"")
    #expect(Set(ids).count == ids.count)
    let links = found(between: "href=\"#", and: "\"")
    #expect(links.count > 100)
    for link in links { #expect(ids.contains(link), "\(link)") }
  }

  @Test("the page needs no other file, and its policy allows its own script and style alone")
  func policy() throws {
    #expect(found(between: " src=", and: ">").isEmpty && !page.html.contains("url(") && !page.html.contains("@import"))
    #expect(
      Set(found(between: "<link", and: ">")).isEmpty && !page.html.contains(" style=\""))
    for element in ["script", "style"] {
      let start = try #require(page.html.firstRange(of: "<\(element)>")).upperBound
      let end = try #require(page.html.firstRange(of: "</\(element)>")).lowerBound
      let digest = Base64.encode(SHA256.digest(Array(page.html[start..<end].utf8)))
      #expect(page.securityPolicy.contains("\(element)-src 'sha256-\(digest)'"))
    }
  }

  @Test("what the document allows is what the service allows")
  func bounds() throws {
    func form(_ name: String, _ member: String) throws -> JSONObject {
      try #require(document.schemas.first { $0.name == name }).form.object("properties").object(member)
    }
    func insights(_ name: String) throws -> [String] {
      try form(name, "requested_insights").object("items").texts("enum")
    }
    #expect(try insights("GetRealWorldBehaviorRequest") == BehaviorInsight.allCases.map(\.rawValue))
    #expect(try insights("GetQuantumPersonalityRequest") == PersonalityInsight.allCases.map(\.rawValue))
    #expect(try insights("GetCommunityInfluenceRequest") == InfluenceInsight.allCases.map(\.rawValue))
    let limits = RequestLimits()
    let expected: [(String, String, String, Int)] = [
      ("GetQuantumPersonalityRequest", "product_quantum_states", "maxItems", limits.productsPerQuestion),
      ("GetQuantumPersonalityRequest", "zones", "maxItems", limits.zonesPerCustomer),
      ("EnrichProductsRequest", "products", "maxItems", limits.productsPerCatalogue),
      ("ListSegmentsRequest", "page_size", "maximum", limits.segmentsPerPage),
      ("ListZonesRequest", "page_size", "maximum", limits.placesPerPage),
      ("ListItemsRequest", "page_size", "maximum", limits.placesPerPage),
      ("UserSegment", "category_preferences", "maxItems", limits.wordsPerDescription),
      ("ProductQuantumState", "features", "maxItems", limits.featuresPerProduct),
    ]
    for (name, member, bound, value) in expected {
      #expect(try form(name, member).number(bound) == Double(value), "\(name).\(member)")
    }
  }

  @Test("text that has a meaning in HTML is shown as it is")
  func escaping() throws {
    let json = OpenAPIDocument.json.replacing("Market-segment insights", with: "x")
      .replacing("The registered segments.", with: "<script>alert(1)</script> & `<b>`")
    let hostile = DocumentationPage(of: try APIDocument(json: json)).html
    #expect(
      !hostile.contains("<script>alert")
        && hostile.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; <code>&lt;b&gt;"))
  }
}
